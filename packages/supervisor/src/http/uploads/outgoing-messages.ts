import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { BulkRequest, BulkView } from '../../outbox/bulk-job.ts';
import type { SendAnswer } from '../../outbox/outbox.ts';
import type { SendRequest } from '../../outbox/send-record.ts';
import { messageTimeoutMs } from '../limits.ts';
import type { BulkPort, MediaPort, OutboxPort, SessionsPort } from '../services.ts';
import { messageOfForm } from './form-message.ts';
import { contentOf } from './outgoing-content.ts';
import type { MessageBody } from './outgoing-content.ts';
import { readForm } from './read-form.ts';
import { untilClosed } from './until-closed.ts';

interface Ports {
  readonly sessions: Pick<SessionsPort, 'get'>;
  readonly outbox: Pick<OutboxPort, 'send'>;
  readonly bulk: Pick<BulkPort, 'create'>;
  readonly media: MediaPort;
}

type Asked = Omit<SendRequest, 'content'> & { readonly body: MessageBody };
type AskedForMany = Omit<BulkRequest, 'content'> & { readonly body: MessageBody };

/** Messages that requests ask to send, and the files that come with them. */
export class OutgoingMessages {
  readonly #sessions: Ports['sessions'];
  readonly #outbox: Ports['outbox'];
  readonly #bulk: Ports['bulk'];
  readonly #media: MediaPort;
  readonly #uploads = new WeakMap<object, string>();

  constructor({ sessions, outbox, bulk, media }: Ports) {
    this.#sessions = sessions;
    this.#outbox = outbox;
    this.#bulk = bulk;
    this.#media = media;
  }

  /** The JSON body that a request's form stands for; its file is kept until `discard`. */
  async readForm(request: FastifyRequest, reply: FastifyReply, sessionId: string): Promise<unknown> {
    const media = this.#media;
    this.#sessions.get(sessionId);
    const signal = untilClosed(reply);
    const form = await readForm(request, {
      maxBytes: media.maxBytes,
      save: async (incoming) => media.upload(sessionId, incoming, signal),
      discard: async (mediaId) => media.discard(sessionId, mediaId),
    });
    this.#uploads.set(request.raw, form.upload.media_id);
    return messageOfForm(form);
  }

  /** Removes what came with a request's form. */
  async discard({ raw }: Pick<FastifyRequest, 'raw'>, sessionId: string): Promise<void> {
    const mediaId = this.#uploads.get(raw);
    if (mediaId !== undefined) await this.#media.discard(sessionId, mediaId).catch(() => undefined);
  }

  async send(sessionId: string, { body, ...asked }: Asked, reply: FastifyReply): Promise<SendAnswer> {
    // Without a signal: a caller that hangs up must not leave it open whether the message went out.
    return this.#withContent(sessionId, body, reply, async (content) => this.#outbox.send(sessionId, { ...asked, content }));
  }

  /** The same file for all of them: it is taken in once, and goes with the end of the last. */
  async sendToMany(sessionId: string, { body, ...asked }: AskedForMany, reply: FastifyReply): Promise<BulkView> {
    return this.#withContent(sessionId, body, reply, async (content) => this.#bulk.create(sessionId, { ...asked, content }));
  }

  async #withContent<T>(
    sessionId: string,
    body: MessageBody,
    reply: FastifyReply,
    send: (content: MessageContent) => Promise<T>,
  ): Promise<T> {
    if ('media' in body) {
      // Nothing is fetched for a session that is none, and no byte may come for longer than a connection is idle otherwise.
      this.#sessions.get(sessionId);
      reply.raw.setTimeout(messageTimeoutMs);
    }
    const content = await contentOf(sessionId, body, this.#media, untilClosed(reply));
    try {
      return await send(content);
    } finally {
      // What the outbox goes on with is still needed, and stays.
      if ('file' in content) await this.#media.release(sessionId, content);
    }
  }
}
