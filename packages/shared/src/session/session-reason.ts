import Type from 'typebox';
import type { Static } from 'typebox';

/** Why a session is not connected: a stable word for programs. */
const ReasonCode = Type.Union([
  Type.Literal('stopped_by_request'),
  Type.Literal('service_stopped'),
  Type.Literal('waiting_for_slot'),
  Type.Literal('starting'),
  Type.Literal('pairing'),
  Type.Literal('pairing_expired'),
  Type.Literal('connection_lost'),
  Type.Literal('unresponsive'),
  Type.Literal('logged_out'),
  Type.Literal('auth_missing'),
  Type.Literal('auth_corrupt'),
  Type.Literal('worker_crashed'),
  Type.Literal('browser_lost'),
  Type.Literal('start_deadline'),
  Type.Literal('probably_out_of_memory'),
  Type.Literal('memory_limit'),
  Type.Literal('bad_init'),
  Type.Literal('too_many_restarts'),
  Type.Literal('not_listed'),
  Type.Literal('storage_unavailable'),
  Type.Literal('adopting'),
  Type.Literal('updating'),
  Type.Literal('backup_restored'),
]);

/** A reason as it stands in a session's JSON. */
export const SessionReason = Type.Object({
  code: ReasonCode,
  message: Type.String({ description: 'A sentence for people.' }),
});
export type SessionReason = Static<typeof SessionReason>;
