import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { Phase } from '@whatsapp-service/shared/ipc/facts.ts';
import type { WorkerInit } from '@whatsapp-service/shared/ipc/worker-init.ts';
import type { Handlers } from '@whatsapp-service/shared/ipc/side.ts';
import { parsePhoneNumber } from '@whatsapp-service/shared/session/chat-address.ts';
import { withDeadline } from '@whatsapp-service/shared/time/with-deadline.ts';
import { BadAddress, LogoutFailed, NoPage, NotConnected, NotPairing, PageTimeout, PairingCodeFailed } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { chatCommands } from './chat-commands.ts';
import { callCommands } from './call-commands.ts';
import { contactCommands } from './contact-commands.ts';
import { channelCommands } from './channel-commands.ts';
import { groupCommands } from './group-commands.ts';
import { failureKind, messageOf } from './failure-kind.ts';
import { mediaCommands } from './media-commands.ts';
import { messageReadCommands } from './message-read-commands.ts';
import { inTime } from './in-time.ts';
import { messageActCommands } from './message-act-commands.ts';
import { labelCommands } from './label-commands.ts';
import { MessageSender } from './message-sender.ts';
import { profileCommands } from './profile-commands.ts';
import { statusCommands } from './status-commands.ts';
import type { Unlinking } from './unlinking.ts';

type Methods = Handlers<WorkerSide>['methods'];

/** Each a little shorter than the contract's own, so that the caller hears what happened rather than nothing. */
const logoutTimeoutMs = 13_000;
const logoutVerdictMs = 5_000;
const pairingCodeTimeoutMs = 25_000;
const probeTimeoutMs = 4_500;
const screenshotTimeoutMs = 13_000;

/** The part of a session that commands work on. */
export interface CommandedSession {
  readonly phase: Phase;
  readonly client: WhatsAppClient | undefined;
  readonly unlinking: Pick<Unlinking, 'tell' | 'turnsOut'>;
}

export interface CommandsOptions {
  readonly init: Pick<WorkerInit, 'sessionId' | 'screenshotDir'>;
  /** Asked at each command: the session is made after its commands. */
  readonly run: () => CommandedSession;
  readonly stop: () => void;
  /** Sets how long the next absence of the supervisor may be. */
  readonly hold: (graceMs: number) => void;
}

/** What the worker answers to the supervisor. */
export class Commands {
  readonly #init: CommandsOptions['init'];
  readonly #run: () => CommandedSession;
  readonly #stop: () => void;
  readonly #hold: (graceMs: number) => void;
  readonly #sender = new MessageSender(() => this.#connectedClient());

  constructor(options: CommandsOptions) {
    this.#init = options.init;
    this.#run = options.run;
    this.#stop = options.stop;
    this.#hold = options.hold;
  }

  methods(): Methods {
    const connected = (): WhatsAppClient => this.#connectedClient();
    return {
      'session.stop': async () => {
        // The answer goes out first.
        setImmediate(this.#stop);
        return {};
      },
      'session.hold': async ({ graceMs }) => {
        this.#hold(graceMs);
        return {};
      },
      'session.logout': () => this.#logout(),
      'pairing.request_code': ({ phoneNumber }) => this.#requestCode(phoneNumber),
      'message.send': ({ text, ...params }) => this.#sender.send({ ...params, content: { kind: 'text', text } }),
      'message.send_content': (params) => this.#sender.send(params),
      'message.send_media': (params) => this.#sender.send(params),
      ...messageActCommands(connected, this.#sender),
      ...messageReadCommands(connected),
      ...mediaCommands(connected),
      ...chatCommands(connected),
      'message.find_sent': async (params) => ({ sent: await this.#sender.find(params) }),
      ...groupCommands(connected),
      ...contactCommands(connected),
      ...profileCommands(connected),
      ...labelCommands(connected),
      ...statusCommands(connected, this.#sender),
      ...callCommands(connected),
      ...channelCommands(connected),
      'page.probe': async () => ({
        state: await inTime(this.#page().state(), probeTimeoutMs, new PageTimeout('page.probe', probeTimeoutMs)),
      }),
      'page.screenshot': ({ fileName }) => this.#screenshot(fileName),
    };
  }

  async #logout(): Promise<Record<string, never>> {
    const client = this.#connectedClient();
    try {
      await withDeadline(client.logout(), logoutTimeoutMs, 'The logout');
    } catch (error) {
      // The page may leave before it answers: what it comes up with says whether the device is unlinked.
      const waitMs = failureKind(error) === 'navigated' ? logoutVerdictMs : 0;
      if (!(await this.#run().unlinking.turnsOut(waitMs))) throw new LogoutFailed(messageOf(error).slice(0, 300));
    }
    this.#run().unlinking.tell('The device was unlinked on request.');
    return {};
  }

  async #requestCode(phoneNumber: string): Promise<{ code: string }> {
    const digits = parsePhoneNumber(phoneNumber);
    if (digits === undefined) throw new BadAddress();
    if (this.#run().phase !== 'pairing') throw new NotPairing(this.#init.sessionId, this.#run().phase);
    const code = this.#page()
      .requestPairingCode(digits)
      .catch((error: unknown) => {
        throw new PairingCodeFailed(messageOf(error).slice(0, 300));
      });
    const late = new PairingCodeFailed(`no answer within ${pairingCodeTimeoutMs} ms`);
    return { code: await inTime(code, pairingCodeTimeoutMs, late) };
  }

  async #screenshot(fileName: string): Promise<{ bytes: number }> {
    const late = new PageTimeout('page.screenshot', screenshotTimeoutMs);
    const png = await inTime(this.#page().screenshot(), screenshotTimeoutMs, late);
    await mkdir(this.#init.screenshotDir, { recursive: true, mode: 0o700 });
    await writeFile(join(this.#init.screenshotDir, fileName), png, { mode: 0o600 });
    return { bytes: png.byteLength };
  }

  #page(): WhatsAppClient {
    const { client, phase } = this.#run();
    if (client === undefined || phase === 'launching' || phase === 'closing') {
      throw new NoPage(this.#init.sessionId, phase);
    }
    return client;
  }

  #connectedClient(): WhatsAppClient {
    if (this.#run().phase !== 'connected') throw new NotConnected(this.#init.sessionId, this.#run().phase);
    return this.#page();
  }
}
