import Type from 'typebox';
import { ChatAddress } from '@whatsapp-service/shared/session/chat-address.ts';

/** When something goes out, whatever it is. */
export const timing = {
  queue: Type.Optional(
    Type.Boolean({
      description:
        'Whether the message may wait where it cannot go out at once: while the session is connecting or the service restarts. The answer is then 202.',
    }),
  ),
  expires_in_seconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 2_592_000,
      description: 'How long a message that may wait does so at most; `QUEUE_EXPIRY_SECONDS` (3600) unless it is said.',
    }),
  ),
  send_at: Type.Optional(
    Type.String({
      format: 'date-time',
      maxLength: 40,
      description:
        'When the message is to go out (ISO 8601, within a year); the answer is then 202. It waits for its session if it has to.',
      examples: ['2026-11-24T08:00:00Z'],
    }),
  ),
};

/** What every message that is to be sent has, whatever its kind: who gets it, and when. */
export const outgoing = { to: ChatAddress, ...timing };
