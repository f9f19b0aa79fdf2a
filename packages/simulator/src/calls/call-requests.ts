import Type from 'typebox';
import { method, type Methods } from '../connection/request-method.ts';
import type { CallDesk } from './call-desk.ts';

/** What pages ask about calls. */
export function callRequests(calls: CallDesk): Methods {
  return {
    reject_call: method(Type.Object({ id: Type.String() }), ({ device }, { id }) => calls.reject(device.number, id)),
  };
}
