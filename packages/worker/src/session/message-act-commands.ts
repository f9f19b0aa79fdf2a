import type { messageActMethods } from '@whatsapp-service/shared/ipc/methods/message-act-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import { NotAnEmoji } from '../worker-errors.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';
import { isEmoji } from './is-emoji.ts';
import type { MessageSender } from './message-sender.ts';

/** What is done to messages on request; `client` throws where the session is not connected. */
export function messageActCommands(
  client: () => WhatsAppClient,
  sender: Pick<MessageSender, 'send'>,
): MethodHandlers<typeof messageActMethods> {
  const act = async (what: string, run: (client: WhatsAppClient) => Promise<void>): Promise<Record<string, never>> => {
    await askPage(what, async () => run(client()));
    return {};
  };
  return {
    'message.react': async ({ messageId, emoji }) => {
      if (emoji !== '' && !isEmoji(emoji)) throw new NotAnEmoji();
      return act('message.react', ({ messageActs }) => messageActs.react(messageId, emoji));
    },
    'message.edit': ({ messageId, text }) => askPage('message.edit', async () => client().messageActs.edit(messageId, text)),
    'message.delete': ({ messageId, forWhom }) => act('message.delete', ({ messageActs }) => messageActs.remove(messageId, forWhom)),
    'message.forward': ({ messageId, ...params }) => sender.send({ ...params, content: { kind: 'forward', message_id: messageId } }),
    'message.star': ({ messageId, starred }) => act('message.star', ({ messageActs }) => messageActs.star(messageId, starred)),
    'message.pin': ({ messageId, durationSeconds }) => act('message.pin', ({ messageActs }) => messageActs.pin(messageId, durationSeconds)),
    'message.vote': ({ messageId, options }) => act('message.vote', ({ messageActs }) => messageActs.vote(messageId, options)),
  };
}
