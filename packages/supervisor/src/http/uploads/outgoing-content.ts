import type { Static } from 'typebox';
import type { MessageContent } from '@whatsapp-service/shared/ipc/message-content.ts';
import type { MediaInput, MediaSource } from '../../media/media-input.ts';
import type { MessageInput } from '../schemas/message-schemas.ts';
import type { outgoing } from '../schemas/outgoing-fields.ts';
import type { MediaPort } from '../services.ts';
import { RequestFault } from '../validation/request-fault.ts';

type ContentOf<Input> = Input extends unknown ? Omit<Input, keyof typeof outgoing> : never;
/** The body of a message without what is said of any message. */
export type MessageBody = ContentOf<Static<typeof MessageInput>>;
type WithMedia = Extract<MessageBody, { media: unknown }>;

/** What a body asks to send; a file is on disk by then, and the caller is its owner. Throws RequestFault, and what the media refuse. */
export async function contentOf(sessionId: string, body: MessageBody, media: MediaPort, signal: AbortSignal): Promise<MessageContent> {
  if (!isWithMedia(body)) return body.kind === undefined ? { ...body, kind: 'text' } : body;
  const { media: source, ...rest } = body;
  const taken = await media.take(sessionId, inputOf(body.kind, source), signal);
  return { ...rest, ...taken };
}

function isWithMedia(body: MessageBody): body is WithMedia {
  return 'media' in body;
}

/** The file that a body names, as the media take it; throws RequestFault. */
export function inputOf(kind: WithMedia['kind'], media: WithMedia['media']): MediaInput {
  return { kind, source: sourceOf(media), mimeType: media.mime_type, fileName: media.file_name };
}

function sourceOf({ base64, url, media_id }: WithMedia['media']): MediaSource {
  const given = [base64, url, media_id].filter((each) => each !== undefined);
  if (given.length !== 1) throw new RequestFault([{ path: 'body/media', message: 'must have exactly one of base64, url and media_id' }]);
  if (base64 !== undefined) return { base64 };
  return url === undefined ? { media_id: String(media_id) } : { url };
}
