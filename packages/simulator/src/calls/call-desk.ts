import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { CallUnknown } from '../simulator-errors.ts';
import type { CallRecord } from './call-record.ts';

/** Who calls whom, and how. */
export type NewCall = { from: string; to: string; isVideo?: boolean; isGroup?: boolean };

type Events = { ringing: [CallRecord]; over: [CallRecord] };

/** All calls since the start: nothing of them outlives the process. */
export class CallDesk extends EventEmitter<Events> {
  readonly #calls = new Map<string, CallRecord>();

  ring({ from, to, isVideo = false, isGroup = false }: NewCall): CallRecord {
    const call: CallRecord = { id: randomBytes(16).toString('hex').toUpperCase(), from, to, isVideo, isGroup, state: 'ringing' };
    this.#calls.set(call.id, call);
    this.emit('ringing', call);
    return call;
  }

  /** The one who was called does not take it. Throws CallUnknown. */
  reject(number: string, id: string): void {
    this.#finish(id, (call) => call.to === number, 'rejected');
  }

  /** The caller gives up. Throws CallUnknown. */
  hangUp(number: string, id: string): void {
    this.#finish(id, (call) => call.from === number, 'ended');
  }

  /** The calls from and to a number, oldest first. */
  of(number: string): CallRecord[] {
    return [...this.#calls.values()].filter(({ from, to }) => from === number || to === number);
  }

  #finish(id: string, isTheirs: (call: CallRecord) => boolean, state: 'rejected' | 'ended'): void {
    const call = this.#calls.get(id);
    if (!call || !isTheirs(call)) throw new CallUnknown(id);
    if (call.state !== 'ringing') return;
    call.state = state;
    this.emit('over', call);
  }
}
