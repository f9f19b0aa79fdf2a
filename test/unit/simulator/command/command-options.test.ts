import { helpText, parseCommand } from '@whatsapp-service/simulator/command/command-options.ts';
import { quoteArgument } from '@whatsapp-service/simulator/command/quote-argument.ts';
import t from 'tap';

t.test('without anything the ports are the usual ones', async (test) => {
  test.strictSame(parseCommand([], {}), { port: 8443, apiPort: 8480 });
});

t.test('flags go before the environment', async (test) => {
  const environment = { SIMULATOR_PORT: '1', SIMULATOR_QR_REFS: '2', SIMULATOR_STATE_FILE: '' };
  const args = ['--port', '0', '--phones', '15550000001:Ann: A,+15550000002', '--offline-delivery', 'before', '--removed-device=reload'];
  test.strictSame(parseCommand(args, environment), {
    port: 0,
    apiPort: 8480,
    qrRefs: 2,
    offlineDelivery: 'before',
    removedDevice: 'reload',
    phones: [
      { number: '15550000001', name: 'Ann: A' },
      { number: '15550000002', name: 'Phone 15550000002' },
    ],
  });
});

t.test('help names every flag and variable', async (test) => {
  test.equal(parseCommand(['--help'], {}), 'help');
  test.match(helpText(), /--max-devices COUNT\n.*SIMULATOR_MAX_DEVICES/);
});

t.test('what is wrong is said in one sentence', async (test) => {
  const wrong = [['--port', '65536'], ['--port', '-1'], ['--qr-refs', '0'], ['--offline-delivery', 'never'], ['--unknown'], ['positional']];
  for (const args of wrong) test.throws(() => parseCommand(args, {}), { code: 'SIM_COMMAND_LINE_WRONG' });
  test.throws(() => parseCommand(['--phones', 'Ann'], {}), { code: 'SIM_NUMBER_INVALID' });
});

t.test('arguments are quoted as a shell takes them', async (test) => {
  test.strictSame(['a=b/c+', 'a b', 'a "b"', `it's "x"`].map(quoteArgument), ['a=b/c+', '"a b"', `'a "b"'`, String.raw`'it'\''s "x"'`]);
});
