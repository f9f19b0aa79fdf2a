import type { TSchema } from 'typebox';
import { Problem } from '../problem/problem.ts';
import { AuditEntryAnswer, AuditList } from './audit-schemas.ts';
import { Backup, BackupList, BackupsBegun, BackupVerified } from './backup-schemas.ts';
import { Chat, ChatList, HistoryRequest } from './chat-schemas.ts';
import {
  Contact,
  ContactAbout,
  ContactBlock,
  ContactDetails,
  ContactDevices,
  ContactGroups,
  ContactIdsList,
  ContactList,
  ContactPicture,
  CustomerNote,
  NumberCheck,
} from './contact-schemas.ts';
import { Label, LabelChats, LabelList } from './label-schemas.ts';
import { ClientSettingsView, Profile } from './profile-schemas.ts';
import { Broadcast, BroadcastDetails, BroadcastList, CallLink } from './status-schemas.ts';
import {
  FoundMessageList,
  Message,
  MessageDelivery,
  MessageList,
  MessageOrder,
  MessageReactionList,
  MessageVotes,
  PinnedMessageList,
  QuotedMessage,
} from './message-read-schemas.ts';
import { Upload } from './media-schemas.ts';
import { Drift } from './drift-schemas.ts';
import { Event, EventList } from './event-schemas.ts';
import { Channel, ChannelCreated, ChannelDirectory, ChannelList, ChannelMessages, ChannelSubscribers } from './channel-schemas.ts';
import {
  Group,
  GroupCreated,
  GroupInvite,
  GroupInviteCode,
  GroupJoined,
  GroupList,
  GroupParticipantList,
  MembershipRequestList,
  ParticipantResults,
} from './group-schemas.ts';
import { Sent } from './message-schemas.ts';
import { BulkJobList, BulkJobView } from './bulk-schemas.ts';
import { Send, SendList } from './send-schemas.ts';
import { KeyAnswer, KeyList, KeySecretAnswer } from './key-schemas.ts';
import { SignedOut, SignIn } from './sign-in-schemas.ts';
import { RestartBegunView, RestartPreviewView } from './restart-schemas.ts';
import { Liveness, LogLines, LogLineView, ReadinessView, RestorationList, ServiceView } from './service-schemas.ts';
import { PairingCode, QrCode, ResourceHistory, Session, SessionList, SupportBundle, Timeline } from './session-schemas.ts';
import {
  DeadLetterList,
  DeliveryList,
  SessionDeliveryList,
  Purged,
  Redriven,
  TestAnswer,
  WebhookAnswer,
  WebhookList,
  WebhookSecretAnswer,
} from './webhook-schemas.ts';

/** The schemas that answers refer to by their `$id`: the components of the OpenAPI document. */
export const sharedSchemas: readonly TSchema[] = [
  Session,
  SessionList,
  QrCode,
  PairingCode,
  Timeline,
  Drift,
  ResourceHistory,
  RestorationList,
  SupportBundle,
  Sent,
  Message,
  MessageList,
  PinnedMessageList,
  FoundMessageList,
  MessageDelivery,
  QuotedMessage,
  MessageOrder,
  MessageReactionList,
  MessageVotes,
  Chat,
  ChatList,
  HistoryRequest,
  Send,
  SendList,
  BulkJobView,
  BulkJobList,
  SignIn,
  SignedOut,
  KeyAnswer,
  KeySecretAnswer,
  KeyList,
  AuditEntryAnswer,
  AuditList,
  Upload,
  NumberCheck,
  Contact,
  ContactDetails,
  ContactList,
  ContactIdsList,
  ContactBlock,
  ContactPicture,
  ContactAbout,
  ContactGroups,
  ContactDevices,
  CustomerNote,
  Profile,
  ClientSettingsView,
  Label,
  LabelList,
  LabelChats,
  Broadcast,
  BroadcastList,
  BroadcastDetails,
  CallLink,
  Group,
  GroupList,
  GroupCreated,
  GroupParticipantList,
  ParticipantResults,
  GroupInviteCode,
  GroupInvite,
  GroupJoined,
  MembershipRequestList,
  Channel,
  ChannelList,
  ChannelDirectory,
  ChannelCreated,
  ChannelMessages,
  ChannelSubscribers,
  Event,
  EventList,
  WebhookAnswer,
  WebhookSecretAnswer,
  WebhookList,
  DeliveryList,
  SessionDeliveryList,
  DeadLetterList,
  TestAnswer,
  Redriven,
  Purged,
  Backup,
  BackupList,
  BackupsBegun,
  BackupVerified,
  ServiceView,
  RestartPreviewView,
  RestartBegunView,
  LogLineView,
  LogLines,
  ReadinessView,
  Liveness,
  Problem,
];
