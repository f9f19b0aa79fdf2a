import type { Client } from 'whatsapp-web.js';
import { CallFailed, MessageNotFound } from '../../worker-errors.ts';
import type { MessagePage } from '../message-reads-port.ts';
import { pageThatFits } from '../page-that-fits.ts';
import { property } from '../raw-value.ts';
import { dataOfModels } from './page-message.ts';

interface Wanted {
  readonly method: string;
  readonly limit: number;
  readonly beforeMessage?: string | undefined;
}

/** Each step is a question to WhatsApp, of some 50 messages. */
const mostSteps = 200;

/**
 * The end of a script that brings a page of messages, the newest first, with one more than asked for where there is one; 'no_message' without the
 * message before which they are wanted. The script has `chat`, and `older()` for what is loaded of the messages that are wanted, oldest first, or
 * undefined until that message is loaded. What is not loaded is loaded, in at most so many steps; `cut` says that they were not enough.
 */
export function historyPageScript(limit: number): string {
  return `
  let found = older();
  let left = ${mostSteps};
  let whole = false;
  while ((found === undefined || found.length <= ${limit}) && !whole && left > 0) {
    const loaded = await window.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat });
    whole = !loaded || loaded.length === 0;
    left -= 1;
    found = older();
  }
  if (found === undefined && whole) return 'no_message';
  const models = (found ?? []).slice(-${limit + 1}).reverse().map((msg) => window.WWebJS.getMessageModel(msg));
  return { models, cut: !whole && models.length <= ${limit} };`;
}

/** What such a script brought for one of the contract's methods; throws MessageNotFound. */
export function historyPageOf(client: Client, answer: unknown, { method, limit, beforeMessage }: Wanted): MessagePage {
  if (answer === 'no_message') throw new MessageNotFound(beforeMessage ?? '');
  const all = dataOfModels(client, property(answer, 'models'));
  const messages = pageThatFits(all.slice(0, limit));
  const isCut = property(answer, 'cut') === true;
  if (isCut && messages.length === 0) {
    throw new CallFailed(method, `the history before that is long and was not reached in ${mostSteps} steps; ask again, it goes on there`);
  }
  const isMore = isCut || messages.length < all.length;
  return { messages, nextBefore: isMore ? (messages.at(-1)?.message_id ?? null) : null };
}
