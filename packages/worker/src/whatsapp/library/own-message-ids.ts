import type { Client } from 'whatsapp-web.js';
import { ackOf, isoOfSeconds } from '../message-data-of.ts';
import type { OwnMessage } from '../messages-port.ts';
import { evaluate } from './evaluate.ts';

/**
 * Runs before a send and lets it choose the id of its message: the library takes what is under `extraOptions` into the message last, so a key that
 * is made here takes the place of its own. What it then returns it looks up under its own key, and finds nothing: so it is
 * looked up here under the key that the message has. A page that makes keys in another way sends with a key of its own.
 *
 * A copy of a message, and the text of a status, are messages that the page makes by itself: `withOwnId` has it take the chosen id for the next one
 * that it makes. What asks for an id without needing it, the library's own sends, goes past that; one such message is made at a time, and none waits
 * for another longer than five seconds.
 */
export const chooseIdsScript = `
(() => {
  const library = window.WWebJS;
  if (!library || library.ownKeyOf) return;
  const send = library.sendMessage;
  const MsgKey = window.require('WAWebMsgKey');
  const newId = MsgKey.newId;
  let next;
  let turn = Promise.resolve();
  const calledByLibrary = () => /pptr:|WWebJS/.test((new Error().stack || '').split('\\n')[3] || '');
  MsgKey.newId = function (...args) {
    if (!next || calledByLibrary()) return newId.apply(this, args);
    const { id, end } = next;
    end();
    return Promise.resolve(id);
  };
  library.withOwnId = async (id, run) => {
    const before = turn;
    const mine = { id };
    turn = new Promise((resolve) => {
      mine.end = () => {
        if (next === mine) next = undefined;
        resolve();
      };
    });
    await Promise.race([before, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    next = mine;
    try {
      return await run();
    } finally {
      mine.end();
    }
  };
  library.ownKeyOf = (chat, id) => {
    const { getMaybeMeLidUser, getMaybeMePnUser } = window.require('WAWebUserPrefsMeUser');
    const isGroup = typeof chat.id.isGroup === 'function' && chat.id.isGroup();
    const isStatus = typeof chat.id.isStatus === 'function' && chat.id.isStatus();
    const isLid = isGroup ? Boolean(chat.groupMetadata && chat.groupMetadata.isLidAddressingMode) : chat.id.isLid();
    const from = isLid ? getMaybeMeLidUser() : getMaybeMePnUser();
    const participant = isGroup || isStatus ? window.require('WAWebWidFactory').asUserWidOrThrow(from) : undefined;
    return new (window.require('WAWebMsgKey'))({ from, to: chat.id, id, participant, selfDir: 'out' });
  };
  library.sendMessage = async (chat, content, options = {}) => {
    const { ownId, ...extraOptions } = options.extraOptions || {};
    let key;
    try {
      if (ownId) key = library.ownKeyOf(chat, ownId);
    } catch {
      key = undefined;
    }
    const run = () => send(chat, content, { ...options, extraOptions: key ? { ...extraOptions, id: key } : extraOptions });
    const isStatusText = !options.media && typeof chat.id.isStatus === 'function' && chat.id.isStatus();
    const sent = await (key && isStatusText ? library.withOwnId(ownId, run) : run());
    return sent || (key ? window.require('WAWebCollections').Msg.get(key._serialized) : sent);
  };
})()`;

/** Sends a copy of a message to a chat, under the id that was chosen for it. */
export function forwardScript(messageId: string, chatId: string, ownId: string | undefined): string {
  return `
(async () => {
  ${chooseIdsScript};
  const id = ${JSON.stringify(ownId ?? null)};
  const run = () => window.WWebJS.forwardMessage(${JSON.stringify(chatId)}, ${JSON.stringify(messageId)});
  await (id ? window.WWebJS.withOwnId(id, run) : run());
})()`;
}

/** A message of ours by the part of the id that was chosen for it; undefined where the page has none. */
export async function findOwn(client: Client, chatId: string, ownId: string): Promise<OwnMessage | undefined> {
  return ownMessageOf(await evaluate(client, findOwnScript(chatId, ownId)));
}

/** What the page says of a message; it is the page of somebody else, so nothing is taken for granted. */
function ownMessageOf(told: unknown): OwnMessage | undefined {
  if (typeof told !== 'object' || told === null || !('messageId' in told) || typeof told.messageId !== 'string') return undefined;
  const seconds = 'seconds' in told && typeof told.seconds === 'number' ? told.seconds : undefined;
  return { messageId: told.messageId, timestamp: isoOfSeconds(seconds), ack: ackOf('ack' in told ? told.ack : undefined) };
}

/** Looks for a message of ours: among those in memory, whatever its chat, then under its key in the page's storage. */
function findOwnScript(chatId: string, ownId: string): string {
  return `
(async () => {
  ${chooseIdsScript};
  const { Msg } = window.require('WAWebCollections');
  const id = ${JSON.stringify(ownId)};
  const told = (msg) => ({ messageId: msg.id._serialized, seconds: msg.t, ack: msg.ack });
  const known = Msg.getModelsArray().find((msg) => msg.id.fromMe && msg.id.id === id);
  if (known) return told(known);
  const chat = await window.WWebJS.getChat(${JSON.stringify(chatId)}, { getAsModel: false });
  if (!chat) return null;
  const key = window.WWebJS.ownKeyOf(chat, id)._serialized;
  const found = Msg.get(key) || ((await Msg.getMessagesById([key])) || {}).messages?.[0];
  return found ? told(found) : null;
})()`;
}
