import wweb from 'whatsapp-web.js';
import type { Client, Message } from 'whatsapp-web.js';
import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { messageDataOf } from '../message-data-of.ts';

type MessageClass = new (client: Client, model: unknown) => Message;

/** The library's message around a model that a script brought from the page; its class is there and not in its types. */
export function messageOf(client: Client, model: unknown): Message {
  const LibraryMessage = Reflect.get(wweb, 'Message') as MessageClass;
  return new LibraryMessage(client, model);
}

/** A model that a script brought from the page, in the contract's words. */
export function dataOfModel(client: Client, model: unknown): MessageData {
  return messageDataOf(messageOf(client, model));
}

/** The same for a list; what is no list is none. */
export function dataOfModels(client: Client, models: unknown): MessageData[] {
  return Array.isArray(models) ? models.map((model) => dataOfModel(client, model)) : [];
}
