import { FaultBoard } from '@whatsapp-service/simulator/faults/fault-board.ts';
import t from 'tap';

const [phone, device] = ['15550000001', '15550000001:1'];

t.test("a device's faults go before its phone's, and these before everybody's", async (test) => {
  const board = new FaultBoard({ syncDelayMs: 1 });
  test.equal(board.of({ device }).syncDelayMs, 1);
  board.set({ syncDelayMs: 2, pageHang: true });
  board.set({ syncDelayMs: 3 }, { phone });
  test.match(board.of({ device }), { syncDelayMs: 3, pageHang: true });
  board.set({ syncDelayMs: 4 }, { device });
  test.equal(board.of({ device }).syncDelayMs, 4);
  test.equal(board.of({ device: '15550000001:2' }).syncDelayMs, 3);
  test.equal(board.of({ phone: '15550000002' }).syncDelayMs, 2);
  board.clear({ phone });
  test.equal(board.of({ device: '15550000001:2' }).syncDelayMs, 2);
  board.clear();
  test.equal(board.of({ device }).syncDelayMs, 1);
});

t.test('set adds to the faults of a scope, replace does not', async (test) => {
  const board = new FaultBoard();
  board.set({ pageHang: true }, { phone });
  board.set({ sendDelayMs: 5 }, { phone });
  test.match(board.of({ phone }), { pageHang: true, sendDelayMs: 5 });
  board.replace({ sendDelayMs: 6 }, { phone });
  test.match(board.of({ phone }), { pageHang: false, sendDelayMs: 6 });
});

t.test('a scope concerns whoever is in it', async (test) => {
  const board = new FaultBoard();
  test.ok(board.concerns({}, {}));
  test.ok(board.concerns({ phone }, { device }));
  test.ok(board.concerns({ device }, { device }));
  test.notOk(board.concerns({ device }, { phone }));
  test.notOk(board.concerns({ phone }, {}));
});

t.test('waiting for a fault ends when it is cleared, or with the signal', async (test) => {
  const board = new FaultBoard();
  const controller = new AbortController();
  await board.whileTrue({ device }, ({ pageHang }) => pageHang, controller.signal);
  board.set({ pageHang: true }, { phone });
  const cleared = board.whileTrue({ device }, ({ pageHang }) => pageHang, controller.signal);
  board.set({ syncDelayMs: 1 });
  board.clear({ phone });
  await cleared;
  board.set({ pageHang: true });
  const aborted = board.whileTrue({ device }, ({ pageHang }) => pageHang, controller.signal);
  controller.abort();
  await test.rejects(aborted, { name: 'AbortError' });
});
