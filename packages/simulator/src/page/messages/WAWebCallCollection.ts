import { Emitter } from '#page/core/emitter.ts';

export class CallCollection extends Emitter {
  // An own property that is a Map: whatsapp-web.js looks for one and listens to its `set`.
  readonly calls = new Map<string, unknown>();
}

/** Nobody calls here. */
export const WAWebCallCollection = new CallCollection();
