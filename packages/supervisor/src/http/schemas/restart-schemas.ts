import { endModes } from '@whatsapp-service/shared/api/restart-view.ts';
import Type from 'typebox';
import { IsoTime, oneOf } from './schema-parts.ts';

const count = Type.Integer({ minimum: 0 });
const Mode = oneOf(
  endModes,
  '`handover`: the sessions stay connected and the next process takes them over. `full`: all sessions end and come back.',
);

/** Which restart is meant. */
export const RestartQuery = Type.Object({ mode: Type.Optional(Mode) }, { additionalProperties: false });

/** The confirmation of a restart. */
export const RestartInput = Type.Object(
  {
    confirm_token: Type.String({
      minLength: 1,
      maxLength: 512,
      description: 'From `GET /api/v1/service/restart-preview`; good for two minutes, once.',
    }),
    mode: Mode,
  },
  { additionalProperties: false },
);

/** What a restart would do. */
export const RestartPreviewView = Type.Object(
  {
    active_sessions: Type.Integer({ minimum: 0, description: 'How many sessions have a worker now.' }),
    mode: Mode,
    expected_seconds: Type.Integer({ minimum: 1, description: 'Until everything is as before; scaled from the last restart of the kind.' }),
    in_flight_sends: count,
    undelivered_webhooks: Type.Integer({
      minimum: 0,
      description: 'Events that webhooks are still owed. None is lost by a restart: the next process delivers them.',
    }),
    message: Type.String({ description: 'The question to ask a person.' }),
    confirm_token: Type.String({ description: 'Stands for this question, in `POST /api/v1/service/restart`.' }),
    confirm_token_expires_at: IsoTime,
  },
  {
    $id: 'RestartPreview',
    description: 'What a restart would do.',
    examples: [
      {
        active_sessions: 3,
        mode: 'full',
        expected_seconds: 9,
        in_flight_sends: 0,
        undelivered_webhooks: 0,
        message: 'Restart will briefly disconnect 3 active session(s). They will auto-reconnect in 9 seconds. Proceed with restart?',
        confirm_token: 'full.1795449720000.Yk3vJ2pQ1aZx.4xWm0Jt5m0cF1xS6hOq2m8V9kQ7bL3dN5pR0tU2wX4y',
        confirm_token_expires_at: '2026-11-23T16:02:00.000Z',
      },
    ],
  },
);

/** A restart that has begun. */
export const RestartBegunView = Type.Object(
  { mode: Mode, expected_seconds: Type.Integer({ minimum: 1 }), message: Type.String() },
  {
    $id: 'RestartBegun',
    description: 'The service restarts.',
    examples: [{ mode: 'handover', expected_seconds: 2, message: 'The service restarts now and is back in about 2 seconds.' }],
  },
);
