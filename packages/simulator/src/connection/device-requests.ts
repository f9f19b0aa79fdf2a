import { setTimeout as delay } from 'node:timers/promises';
import Type, { type Static } from 'typebox';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AccountView } from '../messages/account-view.ts';
import type { ChatBook } from '../messages/chat-book.ts';
import { chatRequests } from './chat-requests.ts';
import type { MessageDesk } from '../messages/message-desk.ts';
import { messageRequests } from './message-requests.ts';
import type { CallDesk } from '../calls/call-desk.ts';
import { callRequests } from '../calls/call-requests.ts';
import type { DeviceSession } from './device-session.ts';
import type { ChannelDesk } from '../channels/channel-desk.ts';
import { channelRequests } from '../channels/channel-requests.ts';
import type { GroupOffice } from '../groups/group-office.ts';
import { groupRequests } from '../groups/group-requests.ts';
import { isGroupId } from '../groups/group-record.ts';
import type { GroupStore } from '../groups/group-store.ts';
import { concerns } from '../messages/message-record.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { MethodUnknown } from '../simulator-errors.ts';
import { peopleRequests } from '../people/people-requests.ts';
import type { PeopleStore } from '../people/people-store.ts';
import type { PictureStore } from '../people/picture-store.ts';
import type { StatusBoard } from '../people/status-board.ts';
import { statusRequests } from '../people/status-requests.ts';
import type { PostOffice } from '../messages/post-office.ts';
import type { RequestFrame } from '../protocol/page-frames.ts';
import { method, type Methods } from './request-method.ts';

/** What the answers are made from. */
export type RequestParts = {
  accounts: AccountStore;
  messages: MessageStore;
  groups: GroupStore;
  groupOffice: GroupOffice;
  channels: ChannelDesk;
  postOffice: PostOffice;
  view: AccountView;
  faults: FaultBoard;
  calls: CallDesk;
  desk: MessageDesk;
  chats: ChatBook;
  people: PeopleStore;
  pictures: PictureStore;
  statuses: StatusBoard;
  chatstate: (from: string, to: string, state: string) => void;
  emptied: (number: string, chat: string, deleted: boolean) => void;
};

const Empty = Type.Object({});
const Wid = Type.Object({ wid: Type.String() });
const InChat = Type.Object({ chat: Type.String() });
const Send = Type.Object({
  id: Type.String(),
  to: Type.String(),
  body: Type.String(),
  attributes: Type.Record(Type.String(), Type.Unknown()),
});

/** Answers what linked pages ask. */
export class DeviceRequests {
  readonly #parts: RequestParts;
  readonly #methods: Methods;

  constructor(parts: RequestParts) {
    this.#parts = parts;
    const { view, accounts, postOffice } = parts;
    const chatOfWid = (wid: string): string => this.#chat(wid);
    this.#methods = {
      ...messageRequests({ ...parts, chatOfWid }),
      ...chatRequests({ ...parts, chatOfWid }),
      ...groupRequests(parts, (wid) => this.#chat(wid)),
      ...channelRequests(parts, (wid) => this.#chat(wid)),
      send: method(Send, (session, params) => this.#send(session, params)),
      seen: method(InChat, ({ device }, { chat }) => {
        parts.chats.seen(device.number, this.#chat(chat));
        postOffice.read(device.number, this.#chat(chat));
      }),
      contact: method(Wid, ({ device }, { wid }) => view.contact(accounts.get(device.number), this.#chat(wid))),
      earlier: method(
        Type.Object({ chat: Type.String(), before: Type.Union([Type.String(), Type.Null()]) }),
        ({ device }, { chat, before }) => view.earlier(device, this.#chat(chat), before),
      ),
      message: method(Type.Object({ id: Type.String() }), (session, { id }) => this.#message(session, id)),
      react: method(Type.Object({ messageId: Type.String(), text: Type.String() }), ({ device }, { messageId, text }) =>
        postOffice.react(device.number, messageId, text),
      ),
      pushname: method(Type.Object({ pushname: Type.String() }), ({ device }, { pushname }) => {
        accounts.update(device.number, { name: pushname });
      }),
      chatstate: method(Type.Object({ chat: Type.String(), state: Type.String() }), ({ device }, { chat, state }) =>
        parts.chatstate(device.number, this.#chat(chat), state),
      ),
      event_response: method(Type.Object({ messageId: Type.String(), response: Type.Number() }), ({ device }, { messageId, response }) =>
        postOffice.answerEvent(device.number, messageId, response),
      ),
      ...statusRequests(parts.statuses),
      ...callRequests(parts.calls),
      ...peopleRequests(parts, (wid) => this.#chat(wid)),
      logout: method(Empty, ({ device }) => void accounts.removeDevice(device.number, device.id)),
    };
  }

  answer(session: DeviceSession, { method: name, params }: RequestFrame): unknown {
    if (this.#parts.faults.of(session.connection.scope).ignoredRequests.includes(name)) return null;
    const answer = Object.hasOwn(this.#methods, name) ? this.#methods[name] : undefined;
    if (!answer) throw new MethodUnknown(name);
    return answer(session, params);
  }

  async #send({ device, connection }: DeviceSession, { id, to, body, attributes }: Static<typeof Send>): Promise<void> {
    const { sendDelayMs } = this.#parts.faults.of(connection.scope);
    if (sendDelayMs > 0) await delay(sendDelayMs, undefined, { signal: connection.signal });
    this.#parts.postOffice.send({ id, from: device.number, to: this.#chat(to), body, attributes, sentBy: device.id });
  }

  #message({ device }: DeviceSession, id: string): unknown {
    const record = this.#parts.messages.get(id);
    if (!record || !concerns(record, device.number) || record.hiddenFrom?.includes(device.number) === true) return null;
    return this.#parts.view.message(device.number, record);
  }

  // The number behind a WhatsApp id, or the group; a hidden id that nobody has stays what it is.
  #chat(wid: string): string {
    if (isGroupId(wid)) return wid;
    const user = wid.split('@')[0] ?? wid;
    return wid.endsWith('@lid') ? (this.#parts.accounts.findByLid(user)?.number ?? user) : user;
  }
}
