// How pm2 runs the service: `npx pm2 start ecosystem.config.js`. Read docs/pm2.md first. Plain JavaScript that Node.js 18 understands, as pm2 may run on it.
const { existsSync, mkdirSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { parseEnv } = require('node:util');

const root = __dirname;
const oldestMajor = 24;

/** The Node.js that runs the service: pm2's own where it is new enough, else the one that the set-up brought. */
function interpreter() {
  const own = join(root, '.tools/node/node_modules/node/bin/node');
  const isNewEnough = Number.parseInt(process.versions.node, 10) >= oldestMajor;
  const path = isNewEnough ? process.execPath : own;
  const isSetUp = existsSync(path) && existsSync(join(root, 'packages/supervisor/node_modules'));
  if (!isSetUp)
    throw failure(
      `whatsapp-service is not set up in ${root}. Run "npm run setup" there with this Node.js (${process.version}), then this again.`,
    );
  return path;
}

/** pm2 prints the stack of what a configuration throws; the sentence alone is what helps. */
function failure(message) {
  return Object.assign(new Error(message), { stack: message });
}

/** A setting as the service will read it: the environment wins over .env. */
function setting(name) {
  const file = join(root, '.env');
  const settings = parseEnv && existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return process.env[name] || settings[name];
}

/** Below the service's own data folder, wherever that was set. */
function logFolder() {
  const folder = resolve(root, setting('DATA_DIR') || 'data', 'logs');
  try {
    // pm2 would make the data folder readable by everybody.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw failure(
      `The folder for the logs, ${folder}, cannot be made (${error.code}). Mend DATA_DIR or its permissions, then run this again.`,
    );
  }
  return folder;
}

const logs = logFolder();

module.exports = {
  apps: [
    {
      name: 'whatsapp-service',
      cwd: root,
      script: 'packages/supervisor/src/main.ts',
      interpreter: interpreter(),
      // As npm start does: V8's young generation would grow to three times as much and keep it (docs/performance.md).
      interpreter_args: '--max-semi-space-size=8',

      // One supervisor owns all sessions: a second one would open the same profiles.
      exec_mode: 'fork',
      instances: 1,

      // "online" once HTTP listens (process.send('ready')). After listen_timeout pm2 says "online" in any case.
      wait_ready: true,
      listen_timeout: 30_000,

      // A restart disconnects nobody: the workers outlive the supervisor for so long, and the next one takes them over.
      env: setting('HANDOVER_GRACE_SECONDS') ? {} : { HANDOVER_GRACE_SECONDS: 30 },

      // SIGINT to the supervisor alone, which leaves its workers to the next one. Its deadlines add up to 64 s; SIGKILL comes after that.
      treekill: false,
      shutdown_with_message: false,
      kill_timeout: 75_000,

      // A start that fails is tried again after 1 s, 1.5 s, … 15 s, for ever: when the disk has room again or .env is mended, the
      // service comes back by itself. Giving up would also be shown as "waiting restart" (pm2 7 sets it whenever there is a delay).
      autorestart: true,
      exp_backoff_restart_delay: 1_000,
      max_restarts: 1_000_000,

      out_file: join(logs, 'pm2-out.log'),
      error_file: join(logs, 'pm2-error.log'),
      merge_logs: true,

      // Neither pm2's probes inside the process nor its look at git after each start.
      pmx: false,
      vizion: false,
      watch: false,
    },
  ],
};
