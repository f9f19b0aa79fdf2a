import t from 'tap';
import { runExactlyOnce } from '../chaos/exactly-once/run-exactly-once.ts';

/** The shortened run of `npm run exactly-once`. */
const { kills, broken } = await runExactlyOnce({ sends: 60, kills: 4, seed: Date.now() % 100_000, say: (text) => t.comment(text) });

t.match(kills, { worker: 2, browser: 1, service: 1 });
t.strictSame(broken, [], 'every message arrives once, and every send is known to be sent');
