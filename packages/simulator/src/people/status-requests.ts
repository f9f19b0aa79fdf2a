import Type from 'typebox';
import { method, type Methods } from '../connection/request-method.ts';
import type { StatusBoard } from './status-board.ts';

const NewStatus = Type.Object({ id: Type.String(), text: Type.String(), color: Type.Number(), font: Type.Number() });

/** What pages do with their own statuses. */
export function statusRequests(statuses: StatusBoard): Methods {
  return {
    send_status: method(NewStatus, ({ device }, status) => void statuses.post({ number: device.number, ...status })),
    revoke_status: method(Type.Object({ id: Type.String() }), ({ device }, { id }) => statuses.revoke(device.number, id)),
  };
}
