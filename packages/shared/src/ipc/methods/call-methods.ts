import Type from 'typebox';
import type { Side } from '../side.ts';

const timeoutMs = 30_000;

/** Schema of a call's id. */
export const CallId = Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z:@._-]{0,127}$' });
/** What a call carries. */
export const CallKind = Type.Union([Type.Literal('video'), Type.Literal('voice')]);

/** What a worker does with calls. */
export const callMethods = {
  /** Refused by WRK_CALL_NOT_FOUND for a call that this worker has not heard of. */
  'call.reject': { params: Type.Object({ callId: CallId }), result: Type.Object({}), timeoutMs },
  'call.create_link': {
    params: Type.Object({ startTimeMs: Type.Integer({ minimum: 0 }), kind: CallKind }),
    result: Type.Object({ url: Type.String({ minLength: 1, maxLength: 1_000 }) }),
    timeoutMs,
  },
} as const satisfies Side['methods'];
