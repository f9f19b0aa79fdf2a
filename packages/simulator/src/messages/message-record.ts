/** How far a message got: 0 on its way, 1 with the server, 2 with the other side, 3 read. */
export type Ack = 0 | 1 | 2 | 3;

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
};

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
