import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';

/**
 * What is done to messages that were sent or received. Each throws MessageNotFound for an id that the account has no message of, NotForMessage
 * where it is not for this kind of message, and NotApplied where WhatsApp Web says that all went well and nothing shows.
 */
export interface MessageActsPort {
  /** An empty emoji takes the reaction back. */
  react(messageId: string, emoji: string): Promise<void>;
  /** Throws MessageNotOwn, MessageNotEditable; answers with the message as it is afterwards. */
  edit(messageId: string, text: string): Promise<MessageData>;
  /** For everyone it throws MessageNotRevocable. */
  remove(messageId: string, forWhom: 'everyone' | 'me'): Promise<void>;
  /** Answers with the copy, which gets `ownId` as its part of the id, where one is given and the page lets it be chosen; throws what a send throws. */
  forward(messageId: string, chatId: string, ownId: string | undefined): Promise<MessageData>;
  star(messageId: string, starred: boolean): Promise<void>;
  /** Null takes the pin away; throws PinRefused. */
  pin(messageId: string, durationSeconds: number | null): Promise<void>;
  /** By the options' names; none take the vote back. Throws BadVote. */
  vote(messageId: string, options: readonly string[]): Promise<void>;
}
