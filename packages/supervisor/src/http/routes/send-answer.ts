import type { FastifyReply } from 'fastify';
import type { SendAnswer } from '../../outbox/outbox.ts';
import type { SendRequest } from '../../outbox/send-record.ts';
import { InvalidRequest } from '../../supervisor-errors.ts';
import { json } from '../schemas/answers.ts';
import { Sent } from '../schemas/message-schemas.ts';
import { ref } from '../schemas/schema-parts.ts';
import { Send } from '../schemas/send-schemas.ts';

/** What a body says of when its message goes out. */
export interface WhenToSend {
  readonly queue?: boolean | undefined;
  readonly expires_in_seconds?: number | undefined;
  readonly send_at?: string | undefined;
}

type When = Pick<SendRequest, 'queue' | 'expiresInMs' | 'sendAtMs'>;

const yearMs = 366 * 24 * 3_600_000;

/** The same in the outbox's words; throws InvalidRequest for a time that is too far away. */
export function whenOf({ queue, expires_in_seconds: seconds, send_at: sendAt }: WhenToSend): When {
  const sendAtMs = sendAt === undefined ? undefined : Date.parse(sendAt);
  if (sendAtMs !== undefined && !(sendAtMs <= Date.now() + yearMs)) {
    throw new InvalidRequest('"send_at" has to be a time within a year from now.');
  }
  return {
    ...(queue === undefined ? {} : { queue }),
    ...(seconds === undefined ? {} : { expiresInMs: seconds * 1_000 }),
    ...(sendAtMs === undefined ? {} : { sendAtMs }),
  };
}

/** The answers of a route that sends something. */
export const sendAnswers = {
  201: json(ref(Sent), 'Taken by WhatsApp Web.'),
  202: json(ref(Send), 'It waits: for its session, for its turn or for its time. Its outcome comes as the event `message.send_settled`.'),
};

/** Answers 201 where WhatsApp Web has the message, 202 where it waits. */
export function answerSend(reply: FastifyReply, answer: SendAnswer): FastifyReply {
  return 'taken' in answer ? reply.code(201).send(answer.taken) : reply.code(202).send(answer.waiting);
}
