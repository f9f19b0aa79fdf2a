import type { Stage } from './stage.ts';

/** The session that a fault is made to happen to. */
export interface Hit {
  readonly sessionId: string;
  /** Its number, where it is a real account. */
  readonly phone: string | undefined;
  /** Of events with a greater number only the fault's are left. */
  readonly after: number;
}

/** One thing that goes wrong, and what is promised about it. */
export interface Fault {
  readonly name: string;
  /** A browser session, a session with the worker of this name from test/fixtures/workers, or the service as a whole. */
  readonly on: 'browser' | { readonly fixture: string } | 'service';
  /** The stated time from the fault until the session is connected again, in milliseconds. */
  readonly withinMs: number;
  /** Makes it happen; what it returns is called when the session is back. */
  readonly make: (stage: Stage, hit: Hit) => Promise<Undo | undefined>;
  /** Resolves when the session is back; without it: when it was connected anew. */
  readonly until?: (stage: Stage, hit: Hit) => Promise<void>;
  /** Slow faults are made to several sessions, this long one after the other. */
  readonly staggerMs?: number;
  /** Whether messages are sent to the session meanwhile, each of which has to be in the log once. */
  readonly hasMessages?: boolean;
  /** It makes as many sessions start at once as a restoration does, which costs the others what a restoration costs them. */
  readonly startsMany?: boolean;
  /** Part of the shortened run. */
  readonly isShort?: boolean;
  /** The session's processes stay as they are. */
  readonly keepsProcesses?: boolean;
  /** The code with which sends of the other sessions may be refused meanwhile. */
  readonly refusal?: string;
  /** Why the other sessions are concerned as well. */
  readonly concernsAll?: string;
}

export type Undo = () => Promise<void> | void;
