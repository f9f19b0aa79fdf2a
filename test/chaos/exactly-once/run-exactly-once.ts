import { Lab } from '../../support/lab.ts';
import { until } from '../../support/until.ts';
import { Chance } from './chance.ts';
import { Killer, victims } from './killer.ts';
import type { Victim } from './killer.ts';
import { openAtLast } from './open-at-last.ts';
import { Sender } from './sender.ts';
import type { Order } from './sender.ts';

export interface ExactlyOnceOptions {
  readonly sends: number;
  readonly kills: number;
  /** The same seed kills the same processes at about the same places. */
  readonly seed: number;
  readonly say: (text: string) => void;
}

export interface ExactlyOnceResult {
  readonly kills: Readonly<Record<Victim, number>>;
  /** How often callers had to repeat a request. */
  readonly repeats: number;
  /** What was promised and not kept. */
  readonly broken: readonly string[];
}

const env = { HANDOVER_GRACE_SECONDS: '30', WHATSAPP_SERVICE_LAUNCHER: '' };
const sessionIds = ['one', 'two'] as const;
/** So many requests of a session are under way at once. */
const callersEach = 4;
const deadlineMs = 120_000;

/** Sends messages while workers, browsers and the service itself are killed, and counts what arrives at the phones. */
export async function runExactlyOnce(options: ExactlyOnceOptions): Promise<ExactlyOnceResult> {
  const lab = await Lab.open();
  try {
    const service = await lab.startService(env);
    await lab.linkAll(service, sessionIds);
    await lab.waitForLinkOnDisk(...sessionIds);
    const friends = [lab.newPhone(), lab.newPhone()];
    // WhatsApp takes each message only a moment after its page has: a kill meets some of them in between.
    lab.simulator.faults.set({ sendDelayMs: 30 });
    const orders = ordersOf(
      options.sends,
      friends.map(({ number }) => number),
    );
    const chance = new Chance(options.seed);
    const killer = new Killer({ lab, service, env, sessionIds, chance });
    const sender = new Sender({ url: () => killer.service.url, chance, deadlineMs });
    await storm(options, orders, { killer, sender });
    const open = await openAtLast(killer.service, orders);
    const received = friends.flatMap((friend) => friend.messages().map(({ body }) => body));
    return { kills: killer.kills, repeats: sender.repeats, broken: [...sender.refusals, ...open, ...countedWrong(orders, received)] };
  } finally {
    await lab.close();
  }
}

interface Parts {
  readonly killer: Killer;
  readonly sender: Sender;
}

async function storm({ kills, say }: ExactlyOnceOptions, orders: readonly Order[], { killer, sender }: Parts): Promise<void> {
  let taken = 0;
  const callers = sessionIds.flatMap((sessionId) => {
    const own = orders.filter((order) => order.sessionId === sessionId);
    return Array.from({ length: callersEach }, async () => {
      for (let order = own.shift(); order !== undefined; order = own.shift()) {
        await sender.send(order);
        taken += 1;
      }
    });
  });
  const killing = (async () => {
    for (let n = 0; n < kills; n += 1) {
      const from = ((n + 1) * orders.length) / (kills + 1);
      await until(`${from} messages are taken`, async () => taken >= from || undefined, deadlineMs);
      const victim = victims[n % victims.length] ?? 'worker';
      say(`${taken} of ${orders.length} messages are taken: a ${victim} is killed`);
      await killer.kill(victim);
    }
  })();
  await Promise.all([...callers, killing]);
}

function ordersOf(count: number, receivers: readonly string[]): Order[] {
  return Array.from({ length: count }, (_unused, index) => ({
    key: `order-${index}`,
    sessionId: sessionIds[index % sessionIds.length] ?? sessionIds[0],
    to: receivers[Math.floor(index / 2) % receivers.length] ?? '',
    text: `message ${index}`,
    queue: index % 5 === 0,
  }));
}

function countedWrong(orders: readonly Order[], received: readonly string[]): string[] {
  return orders.flatMap(({ key, text }) => {
    const count = received.filter((each) => each === text).length;
    return count === 1 ? [] : [`the message of ${key} arrived ${count} times`];
  });
}
