import type { DriftView } from '@whatsapp-service/shared/api/drift-view.ts';
import { SessionId } from '@whatsapp-service/shared/session/session-id.ts';
import { sessionStatuses } from '@whatsapp-service/shared/session/session-status.ts';
import Type from 'typebox';
import { IsoTime, nullable, oneOf } from './schema-parts.ts';

const named = { session_id: SessionId, instance_name: nullable(Type.String()) };

/** How Django's list and the sessions differ. */
export const Drift = Type.Unsafe<DriftView>(
  Type.Object(
    {
      checked_at: IsoTime,
      listed: Type.Integer({ minimum: 0, description: 'How many sessions Django lists.' }),
      to_start: Type.Array(Type.Object(named), { description: 'What Django lists and does not run here.' }),
      to_end: Type.Array(Type.Object({ ...named, status: oneOf(sessionStatuses, 'How it is now.') }), {
        description: 'What is here and Django does not list. Ended, it stays linked and keeps its files.',
      }),
      left_alone: Type.Array(Type.String(), {
        description: 'What Django does not list either, and stays as it is: it is not linked yet, or was created in the last ten minutes.',
      }),
      malformed: Type.Array(Type.String(), { description: 'Entries of the list that could not be read, as sentences.' }),
    },
    {
      $id: 'Drift',
      description: "How Django's list of sessions and the service's sessions differ.",
      examples: [
        {
          checked_at: '2026-11-23T16:00:00.000Z',
          listed: 2,
          to_start: [{ session_id: 'user_2_instance_work', instance_name: 'Work' }],
          to_end: [{ session_id: 'user_9_instance_old', instance_name: null, status: 'connected' }],
          left_alone: [],
          malformed: [],
        },
      ],
    },
  ),
);
