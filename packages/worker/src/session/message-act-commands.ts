import type { messageActMethods } from '@whatsapp-service/shared/ipc/methods/message-act-methods.ts';
import type { MethodHandlers, Result } from '@whatsapp-service/shared/ipc/side.ts';
import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import { CallInterrupted, NotAnEmoji, NotApplied } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { AddressBook } from './address-book.ts';
import { askPage, inOurWords } from './ask-page.ts';
import { isEmoji } from './is-emoji.ts';
import { SentKeys } from './sent-keys.ts';

type Forwarded = Result<WorkerSide, 'message.forward'>;

const rememberedKeys = 1_000;

/** What is done to messages on request; `client` throws where the session is not connected. */
export function messageActCommands(client: () => WhatsAppClient): MethodHandlers<typeof messageActMethods> {
  const addresses = new AddressBook();
  // What may have gone out is not sent again.
  const forwards = new SentKeys<Forwarded>(rememberedKeys, (error) => !(error instanceof CallInterrupted || error instanceof NotApplied));
  const act = async (what: string, run: (client: WhatsAppClient) => Promise<void>): Promise<Record<string, never>> => {
    await askPage(what, async () => run(client()));
    return {};
  };
  const forward = async (messageId: string, to: string): Promise<Forwarded> => {
    const chatId = await addresses.find(client(), to);
    const copy = await client().messageActs.forward(messageId, chatId);
    return { messageId: copy.message_id, timestamp: copy.timestamp, ack: copy.ack };
  };
  return {
    'message.react': async ({ messageId, emoji }) => {
      if (emoji !== '' && !isEmoji(emoji)) throw new NotAnEmoji();
      return act('message.react', ({ messageActs }) => messageActs.react(messageId, emoji));
    },
    'message.edit': ({ messageId, text }) => askPage('message.edit', async () => client().messageActs.edit(messageId, text)),
    'message.delete': ({ messageId, forWhom }) => act('message.delete', ({ messageActs }) => messageActs.remove(messageId, forWhom)),
    'message.forward': ({ messageId, idempotencyKey, to }) =>
      // The key joins the page's own answer, not that of a caller who waited too short for it.
      askPage('message.forward', async () =>
        forwards.run(idempotencyKey, async () => inOurWords('message.forward', async () => forward(messageId, to))),
      ),
    'message.star': ({ messageId, starred }) => act('message.star', ({ messageActs }) => messageActs.star(messageId, starred)),
    'message.pin': ({ messageId, durationSeconds }) => act('message.pin', ({ messageActs }) => messageActs.pin(messageId, durationSeconds)),
    'message.vote': ({ messageId, options }) => act('message.vote', ({ messageActs }) => messageActs.vote(messageId, options)),
  };
}
