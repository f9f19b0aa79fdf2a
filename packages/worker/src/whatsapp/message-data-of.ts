import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { detailsOf } from './message-details-of.ts';
import { extrasOf } from './message-extras-of.ts';
import { mediaOf } from './message-media-of.ts';

/** The part of the library's message that we read; a page of somebody else fills it, so nothing is taken for granted. */
export interface RawMessage {
  readonly id: { readonly _serialized: string; readonly remote: unknown; readonly fromMe: boolean };
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly author?: string | undefined;
  readonly type?: string | undefined;
  readonly body?: string | undefined;
  /** Seconds since the epoch. */
  readonly timestamp?: number | undefined;
  readonly ack?: number | undefined;
  readonly hasMedia?: boolean | undefined;
  /** All that the page has of the message. */
  readonly rawData?: unknown;
  readonly isStarred?: unknown;
  readonly isForwarded?: unknown;
  readonly forwardingScore?: unknown;
  readonly isEphemeral?: unknown;
  readonly links?: unknown;
  readonly groupMentions?: unknown;
  readonly inviteV4?: unknown;
  readonly latestEditSenderTimestampMs?: unknown;
  readonly mentionedIds?: unknown;
  readonly location?: unknown;
  readonly vCards?: unknown;
  readonly pollName?: unknown;
  readonly pollOptions?: unknown;
  readonly allowMultipleAnswers?: unknown;
}

const maxTextLength = 70_000;
const maxIdLength = 256;

/** A message of the library in the contract's words. */
export function messageDataOf(raw: RawMessage): MessageData {
  const chatId = chatIdOf(raw);
  return {
    message_id: clip(raw.id._serialized, maxIdLength),
    chat_id: chatId,
    from: clip(raw.from, maxIdLength) || chatId,
    to: clip(raw.to, maxIdLength) || chatId,
    author: clip(raw.author, maxIdLength) || null,
    from_me: raw.id.fromMe,
    type: clip(raw.type, 64) || 'unknown',
    text: clip(raw.body, maxTextLength),
    timestamp: isoOfSeconds(raw.timestamp),
    ack: ackOf(raw.ack),
    has_media: raw.hasMedia === true,
    ...mediaOf(raw.hasMedia, raw.rawData),
    ...detailsOf(raw),
    ...extrasOf(raw),
  };
}

/** The chat a message belongs to. */
export function chatIdOf(raw: RawMessage): string {
  const { remote, fromMe } = raw.id;
  const serialized: unknown = typeof remote === 'object' && remote !== null ? Reflect.get(remote, '_serialized') : remote;
  return clip(serialized, maxIdLength) || clip(fromMe ? raw.to : raw.from, maxIdLength) || 'unknown';
}

/** An ack within the contract's range; anything else counts as pending. */
export function ackOf(ack: unknown): number {
  return Number.isInteger(ack) && Number(ack) >= -1 && Number(ack) <= 4 ? Number(ack) : 0;
}

function clip(value: unknown, length: number): string {
  return typeof value === 'string' ? value.slice(0, length) : '';
}

/** The time of a message in our form; now, where it has none that makes sense. */
export function isoOfSeconds(seconds: number | undefined): string {
  const time = new Date((seconds ?? Number.NaN) * 1_000);
  return (Number.isNaN(time.getTime()) ? new Date() : time).toISOString();
}
