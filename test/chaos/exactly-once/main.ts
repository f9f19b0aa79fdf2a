// `npm run exactly-once`: sends messages while workers, browsers and the service are killed; each has to arrive once.
import { parseArgs } from 'node:util';
import { runExactlyOnce } from './run-exactly-once.ts';

const help = `Usage: npm run exactly-once -- [options]

  --sends N  how many messages are sent (500)
  --kills N  how often something is killed meanwhile (40)
  --seed N   the same seed kills the same processes at about the same places
`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sends: { type: 'string', default: '500' },
      kills: { type: 'string', default: '40' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const beganMs = performance.now();
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const { kills, repeats, broken } = await runExactlyOnce({
    sends: Number(values.sends),
    kills: Number(values.kills),
    seed: Number(values.seed),
    say,
  });
  for (const each of broken) say(`✗ ${each}`);
  const killed = `${kills.worker} workers, ${kills.browser} browsers and ${kills.service} services killed`;
  const tookS = Math.round((performance.now() - beganMs) / 1_000);
  say(
    `${broken.length === 0 ? '✓' : '✗'} ${values.sends} messages, ${killed}, ${repeats} requests repeated, ${tookS} s (seed ${values.seed})`,
  );
  return broken.length === 0 ? 0 : 1;
}
