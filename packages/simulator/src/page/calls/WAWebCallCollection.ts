import { Emitter } from '#page/core/emitter.ts';
import type { CallModel } from '#page/calls/call-frames.ts';

export class CallCollection extends Emitter {
  // An own property that is a Map: whatsapp-web.js looks for one and replaces its `set`.
  readonly calls = new Map<string, CallModel>();
}

/** The calls that ring here. */
export const WAWebCallCollection = new CallCollection();
