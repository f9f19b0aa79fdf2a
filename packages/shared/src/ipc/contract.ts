import Type from 'typebox';
import { PhoneNumber } from '../session/chat-address.ts';
import { SessionId } from '../session/session-id.ts';
import { KeptEvent, PassingEvent, Phase } from './facts.ts';
import { backfillMethods } from './methods/backfill-methods.ts';
import { channelMethods } from './methods/channel-methods.ts';
import { chatMethods } from './methods/chat-methods.ts';
import { contactMethods } from './methods/contact-methods.ts';
import { messageReadMethods } from './methods/message-read-methods.ts';
import { messageActMethods } from './methods/message-act-methods.ts';
import { groupMethods } from './methods/group-methods.ts';
import { callMethods } from './methods/call-methods.ts';
import { labelMethods } from './methods/label-methods.ts';
import { messageMethods } from './methods/message-methods.ts';
import { profileMethods } from './methods/profile-methods.ts';
import { scheduledEventMethods } from './methods/scheduled-event-methods.ts';
import { statusMethods } from './methods/status-methods.ts';
import type { Side } from './side.ts';

/** The protocol's number; the supervisor speaks it and the one before. */
export const protocolVersion = 1;
export const oldestProtocolVersion = 1;

/** A frame's largest body; media never travels through the socket. */
export const maxFrameBytes = 1024 * 1024;

/** How often a worker says that it is alive. */
export const beatIntervalMs = 5_000;

const Hello = Type.Object({
  token: Type.String({ minLength: 32, maxLength: 128 }),
  protocol: Type.Integer({ minimum: 0 }),
  sessionId: SessionId,
  pid: Type.Integer({ minimum: 1 }),
  startTime: Type.String({ maxLength: 32 }),
  codeVersion: Type.String({ maxLength: 64 }),
  phase: Phase,
  lastSeq: Type.Integer({ minimum: 0 }),
});

const Welcome = Type.Union([
  Type.Object({ accepted: Type.Literal(true), ackSeq: Type.Integer({ minimum: 0 }) }),
  Type.Object({
    accepted: Type.Literal(false),
    code: Type.Union([
      Type.Literal('unknown_session'),
      Type.Literal('wrong_token'),
      Type.Literal('wrong_process'),
      Type.Literal('protocol_too_old'),
      Type.Literal('protocol_too_new'),
    ]),
    message: Type.String(),
  }),
]);

/** What the supervisor answers and hears. */
export const supervisorSide = {
  methods: {
    hello: { params: Hello, result: Welcome, timeoutMs: 5_000 },
    ...backfillMethods,
  },
  notes: { kept: KeptEvent, passing: PassingEvent },
} as const satisfies Side;

/** What a worker answers and hears. */
export const workerSide = {
  methods: {
    /** Answered at once; the worker then closes in order and exits with 0. */
    'session.stop': { params: Type.Object({}), result: Type.Object({}), timeoutMs: 5_000 },
    /** The supervisor is about to leave: the worker waits so long for the next one, this once. */
    'session.hold': {
      params: Type.Object({ graceMs: Type.Integer({ minimum: 0, maximum: 600_000 }) }),
      result: Type.Object({}),
      timeoutMs: 2_000,
    },
    /** Unlinks the device at WhatsApp; the worker then exits with 13. Its profile stays on disk. */
    'session.logout': { params: Type.Object({}), result: Type.Object({}), timeoutMs: 20_000 },
    'pairing.request_code': {
      params: Type.Object({ phoneNumber: PhoneNumber }),
      result: Type.Object({ code: Type.String({ maxLength: 32 }) }),
      timeoutMs: 30_000,
    },
    ...messageMethods,
    ...messageActMethods,
    ...messageReadMethods,
    ...chatMethods,
    ...contactMethods,
    ...groupMethods,
    ...profileMethods,
    ...labelMethods,
    ...statusMethods,
    ...callMethods,
    ...scheduledEventMethods,
    ...channelMethods,
    /** WhatsApp's own connection state as the page has it, or null. */
    'page.probe': {
      params: Type.Object({}),
      result: Type.Object({ state: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]) }),
      timeoutMs: 5_000,
    },
    /** Writes a PNG to the path, which lies in the folder that init named for it. */
    'page.screenshot': {
      params: Type.Object({ fileName: Type.String({ pattern: '^[A-Za-z0-9_-]{1,80}\\.png$' }) }),
      result: Type.Object({ bytes: Type.Integer({ minimum: 1 }) }),
      timeoutMs: 15_000,
    },
  },
  notes: { ack: Type.Object({ seq: Type.Integer({ minimum: 0 }) }) },
} as const satisfies Side;

export type SupervisorSide = typeof supervisorSide;
export type WorkerSide = typeof workerSide;
