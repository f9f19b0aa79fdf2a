/** How far a message got: 0 on its way, 1 with the server, 2 with the other side, 3 read. */
export type Ack = 0 | 1 | 2 | 3;

/** A message between two numbers, as the server keeps it. `t` is in seconds; `sentBy` is a device id or "phone". */
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
};
