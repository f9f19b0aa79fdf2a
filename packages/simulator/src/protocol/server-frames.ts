import type { GroupSettings, GroupText, MembershipRequest, Rank } from '../groups/group-record.ts';
import type { Credentials } from './page-frames.ts';

/** The account that a device belongs to. */
export type Me = { number: string; lid: string; pushname: string; platform: string };

/** A person as one account sees them; `name` is the address book's. */
export type WireContact = {
  number: string;
  lid: string;
  pushname: string | null;
  name: string | null;
  exists: boolean;
  isBusiness?: boolean;
};

/** Somebody in a group: by the WhatsApp id that the group has of them, and by both that they have. */
export type WireParticipant = { id: string; number: string; lid: string; pushname: string | null; rank: Rank };

/** A group as one account sees it; `inside` is whether it is a member. People are WhatsApp ids. */
export type WireGroup = GroupSettings & {
  id: string;
  owner: string;
  createdAt: number;
  addressing: 'pn' | 'lid';
  subject: GroupText;
  description: GroupText | null;
  inside: boolean;
  participants: WireParticipant[];
  requests: Array<MembershipRequest & { id: string }>;
};

/** What became of somebody who was to be added: HTTP-like, and at 403 what an invitation needs. */
export type WireAddResult = { id: string; status: number; code: string | null; expires: number | null };

/** A message as one account sees it; `chat` is the other side's number, or a group's id. `author` is who wrote it, in a group only. */
export type WireMessage = {
  id: string;
  chat: string;
  fromMe: boolean;
  author: string | null;
  body: string;
  t: number;
  ack: number;
  notifyName: string;
  attributes: Record<string, unknown>;
};

/** What an account has set for one of its chats. Times are seconds since the epoch; muted until -1 is for ever. */
export type ChatSettings = { archived: boolean; pinnedAt: number; mutedUntil: number; markedUnread: boolean; emptied: boolean };

/** How long after it was sent a message can be edited, or deleted for everyone. */
export type AmendmentWindows = { editWindowMs: number; revokeWindowMs: number };

/** A chat with its latest messages. */
export type WireChat = {
  contact: WireContact;
  group: WireGroup | null;
  unreadCount: number;
  t: number;
  messages: WireMessage[];
  settings: ChatSettings;
};

/** A reaction to a message; an empty text takes it back. `sender` is a WhatsApp id; in a group, who wrote the message is its `author`. */
export type WireReaction = {
  messageId: string;
  chat: string;
  fromMe: boolean;
  parentFromMe: boolean;
  author: string | null;
  sender: string;
  text: string;
  t: number;
};

/** A vote in a poll, by the options' local ids; none of them take it back. `sender` and `author` are as in a reaction. */
export type WireVote = {
  messageId: string;
  chat: string;
  fromMe: boolean;
  parentFromMe: boolean;
  author: string | null;
  sender: string;
  options: number[];
  atMs: number;
};

/** A text that somebody shows for a day. */
export type WireStatus = { id: string; number: string; fromMe: boolean; text: string; color: number; font: number; t: number };

/** A label of a business account, and the chats that have it: numbers, and groups' ids. */
export type WireLabel = { id: string; name: string; color: string; chats: string[] };

/** What somebody posted in a channel. */
export type WirePost = {
  id: string;
  serverId: number;
  fromMe: boolean;
  body: string;
  type: string;
  t: number;
  attributes: Record<string, unknown>;
};

/** A channel as one account sees it, with its latest posts. */
export type WireChannel = {
  id: string;
  name: string;
  description: string;
  createdAt: number;
  inviteCode: string;
  reactions: number;
  role: 'owner' | 'admin' | 'subscriber' | 'guest';
  followers: number;
  muted: boolean;
  posts: WirePost[];
};

/** What the server may say to a page, one JSON text a frame. */
export type ServerFrame =
  | { kind: 'unpaired'; ref: string }
  | { kind: 'ref'; ref: string }
  | { kind: 'refs_used_up' }
  | { kind: 'paired'; credentials: Credentials; me: Me }
  | { kind: 'removed'; reload: boolean }
  | { kind: 'connected'; me: Me; contacts: WireContact[]; chats: WireChat[] }
  | { kind: 'progress'; percent: number }
  | { kind: 'synced' }
  | { kind: 'resync' }
  | { kind: 'message'; sequence: number; message: WireMessage; contact: WireContact; group: WireGroup | null; unreadCount: number }
  | { kind: 'group'; group: WireGroup }
  | { kind: 'channels'; channels: WireChannel[] }
  | { kind: 'channel'; channel: WireChannel }
  | { kind: 'channel_post'; channel: string; post: WirePost }
  | { kind: 'channel_removed'; channel: string }
  | { kind: 'ack'; sequence: number; messageId: string; chat: string; author: string | null; ack: number }
  | { kind: 'reaction'; sequence: number; reaction: WireReaction }
  | { kind: 'amended'; sequence: number; message: WireMessage; hidden: boolean }
  | { kind: 'vote'; sequence: number; vote: WireVote }
  | { kind: 'chat'; chat: string; settings: ChatSettings }
  | { kind: 'emptied'; chat: string; deleted: boolean }
  | { kind: 'unread'; chat: string; unreadCount: number }
  | { kind: 'chatstate'; chat: string; state: string }
  /** What the account has besides contacts and chats. */
  | { kind: 'people'; blocked: readonly string[]; labels: readonly WireLabel[] }
  | { kind: 'statuses'; statuses: readonly WireStatus[]; isNews: boolean }
  | { kind: 'call'; id: string; from: string; isVideo: boolean; isGroup: boolean }
  | { kind: 'call_over'; id: string }
  | { kind: 'number_changed'; id: string; contact: WireContact; from: string; to: string; t: number }
  | { kind: 'logout' }
  | { kind: 'conflict' }
  | { kind: 'faults'; missingModules: readonly string[]; logoutNavigatesFirst: boolean; windows: AmendmentWindows }
  | { kind: 'hang'; forMs: number }
  | { kind: 'response'; id: number; result?: unknown; error?: string; status?: number };
