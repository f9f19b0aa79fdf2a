import { parseArgs } from 'node:util';

/** What the demo was asked for. */
export interface DemoOptions {
  /** End when all is shown, with an exit code that says whether every account came back. */
  readonly once: boolean;
  /** One phone removes the service from its linked devices while the service is down. */
  readonly unlinkOne: boolean;
}

export const demoHelp = `Usage: npm run demo -- [options]

Links three accounts, exchanges messages, restarts the service and shows that every account is back without a QR code.
Everything is real but WhatsApp, which is simulated on this machine.

  --once         end when all is shown: exit code 0 when every account came back without a QR code, else 1
  --unlink-one   one phone removes the service from its linked devices while the service is down: what a lost link looks like
  --help
`;

/** Reads the arguments; "help" when that was asked for. Throws an error whose message says what is wrong. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      'unlink-one': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    strict: true,
    allowPositionals: false,
  });
  return values.help ? 'help' : { once: values.once, unlinkOne: values['unlink-one'] };
}
