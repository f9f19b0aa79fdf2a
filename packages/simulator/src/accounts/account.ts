import type { Browser } from '../protocol/page-frames.ts';

/** What waits for a device until it says that it has it; `sequence` grows by one. */
export type PendingUpdate =
  | { kind: 'message'; sequence: number; messageId: string }
  | { kind: 'ack'; sequence: number; messageId: string; ack: number; knownAck: number }
  | { kind: 'reaction'; sequence: number; messageId: string; sender: string }
  | { kind: 'amended'; sequence: number; messageId: string }
  | { kind: 'vote'; sequence: number; messageId: string; sender: string };

/** A browser that a phone has accepted. Of the two secrets only hashes are kept. */
export type Device = {
  id: string;
  number: string;
  localHash: string;
  databaseHash: string;
  browser: Browser;
  linkedAt: string;
  nextSequence: number;
  pending: PendingUpdate[];
};

/** An entry of a phone's address book. */
export type AddressBookEntry = { number: string; name: string };

/** A WhatsApp account: one phone, and the devices linked to it. */
export type Account = {
  number: string;
  lid: string;
  name: string;
  platform: string;
  online: boolean;
  banned: boolean;
  /** Who adds this account to a group gets an invitation to send instead. */
  inviteOnly?: boolean;
  nextDevice: number;
  contacts: AddressBookEntry[];
  devices: Device[];
};
