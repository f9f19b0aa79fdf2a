import { helpText, parseCommand } from './command/command-options.ts';
import closeWithGrace from 'close-with-grace';
import { isSimulatorError } from './simulator-errors.ts';
import { quoteArgument } from './command/quote-argument.ts';
import { Simulator } from './simulator.ts';
import type { SimulatorOptions } from './simulator-options.ts';

const closeDeadlineMs = 10_000;

async function run(options: SimulatorOptions): Promise<void> {
  const simulator = await Simulator.start(options);
  closeWithGrace({ delay: closeDeadlineMs }, async ({ err }) => {
    if (err) process.stderr.write(`${err.stack ?? err.message}\n`);
    await simulator.close();
  });
  const phones = simulator.phones().map(({ number, name, devices }) => `  ${number}  ${name}, ${devices.length} linked`);
  const lines = [
    `Phones and faults:  ${simulator.apiUrl}  (all routes: ${simulator.apiUrl}/openapi.json)`,
    ...(phones.length === 0 ? ['No phone yet: POST /phones {"number":"15550000001","name":"Ann"}'] : ['Phones:', ...phones]),
    'Start the service, or any Chromium, with:',
    `CHROMIUM_ARGS=${quoteArgument(simulator.chromiumArgs.map(quoteArgument).join(' '))}`,
    'Ctrl-C ends it.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  const options = parseCommand(process.argv.slice(2), process.env);
  if (options === 'help') process.stdout.write(helpText());
  else await run(options);
} catch (error) {
  if (!isSimulatorError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
