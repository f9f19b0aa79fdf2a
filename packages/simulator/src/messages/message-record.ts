/** How far a message got: 0 on its way, 1 with the server, 2 with the other side, 3 read. */
export type Ack = 0 | 1 | 2 | 3;

/** What became of a message after it was sent; nothing of it is there while nothing happened. Times are milliseconds since the epoch. */
export type Amendments = {
  editedAt?: number;
  /** Who deleted it for everyone. */
  revokedBy?: string;
  /** Who deleted it for themselves. */
  hiddenFrom?: string[];
  starredBy?: string[];
  /** Who pinned it in the chat, and until when. */
  pinned?: { by: string; at: number; until: number };
  /** Who chose what in a poll, by the options' local ids. */
  votes?: Record<string, { options: number[]; at: number }>;
  /** Who answered a scheduled event how: 1 going, 2 not going, 3 maybe. */
  eventReplies?: Record<string, number>;
  /** When it got how far with whom, in seconds. */
  reached?: Record<string, { delivered?: number; read?: number }>;
};

/** A message as the server keeps it. `to` is a number or a group; `t` is in seconds; `sentBy` is a device id, "phone", or "server". */
export type MessageRecord = {
  id: string;
  from: string;
  to: string;
  body: string;
  t: number;
  ack: Ack;
  sentBy: string;
  attributes: Record<string, unknown>;
  reactions: Record<string, string>;
  /** Of a group's message: how far it got with each who sees it, its author included. */
  receipts?: Record<string, Ack>;
} & Amendments;

/** What says that something happened in a group, rather than what somebody wrote. */
export const notificationType = 'gp2';

/** Whether a message only says what happened in a group. */
export function isNotification({ attributes }: MessageRecord): boolean {
  return attributes['type'] === notificationType;
}

/** Whether somebody is in the conversation that a message belongs to, and was when it was written. */
export function concerns({ from, to, receipts }: MessageRecord, number: string): boolean {
  return receipts ? Object.hasOwn(receipts, number) : from === number || to === number;
}

/** What a number calls the conversation: the other's number, or the group's id. */
export function chatOf({ from, to, receipts }: MessageRecord, number: string): string {
  return receipts || from === number ? to : from;
}

/** Everybody in the conversation, who wrote it too. */
export function peopleOf({ from, to, receipts }: MessageRecord): string[] {
  return receipts ? Object.keys(receipts) : [...new Set([from, to])];
}
