import type { TSchema } from 'typebox';
import { ForwardedMessage } from './message-act-schemas.ts';
import { Problem } from '../problem/problem.ts';
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
import { Broadcast, BroadcastDetails, BroadcastList, CallLink, StatusSent } from './status-schemas.ts';
import {
  FoundMessageList,
  Message,
  MessageDelivery,
  MessageList,
  MessageReactionList,
  MessageVotes,
  PinnedMessageList,
  QuotedMessage,
} from './message-read-schemas.ts';
import { Upload } from './media-schemas.ts';
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
import { SignIn } from './sign-in-schemas.ts';
import { RestartBegunView, RestartPreviewView } from './restart-schemas.ts';
import { Liveness, LogLines, LogLineView, ReadinessView, ServiceView } from './service-schemas.ts';
import { PairingCode, QrCode, Session, SessionList, SupportBundle, Timeline } from './session-schemas.ts';
import {
  DeadLetterList,
  DeliveryList,
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
  SupportBundle,
  Sent,
  Message,
  MessageList,
  PinnedMessageList,
  FoundMessageList,
  MessageDelivery,
  ForwardedMessage,
  QuotedMessage,
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
  StatusSent,
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
  DeadLetterList,
  TestAnswer,
  Redriven,
  Purged,
  ServiceView,
  RestartPreviewView,
  RestartBegunView,
  LogLineView,
  LogLines,
  ReadinessView,
  Liveness,
  Problem,
];
