import wweb from 'whatsapp-web.js';
import type { Client, Message } from 'whatsapp-web.js';
import Type from 'typebox';
import type { TSchema, Static } from 'typebox';
import Value from 'typebox/value';
import type { ChatEntry } from '@whatsapp-service/shared/ipc/facts.ts';
import { groupHappeningOf } from '../happenings/group-happenings.ts';
import { property } from '../happenings/raw-values.ts';
import type { ChatTail, FoundMessage, HistoryPort, ListedChat } from '../history-port.ts';
import { evaluate } from './evaluate.ts';
import { entryOf } from './library-events.ts';
import { chatsScript, readScript, tailScript } from './history-scripts.ts';

/** A class that the library's types call an interface. */
const { Message: MessageModel } = wweb as unknown as { Message: new (client: Client, model: unknown) => Message };

const Pair = Type.Tuple([Type.String(), Type.Number()]);
const Chats = Type.Array(Type.Tuple([Type.String(), Type.Number(), Type.String()]));
const Tail = Type.Union([
  Type.Null(),
  Type.Object({ messages: Type.Array(Pair), before: Type.Union([Pair, Type.Null()]), isComplete: Type.Boolean() }),
]);

/** The chats' history by way of the library's page. */
export class LibraryHistory implements HistoryPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async chats(): Promise<ListedChat[]> {
    const chats = await this.#ask(Chats, chatsScript);
    return chats.map(([chatId, seconds, newestId]) => ({ chatId, timeMs: seconds * 1_000, newestId }));
  }

  async tail(chatId: string, sinceMs: number, enough: number): Promise<ChatTail | null> {
    const tail = await this.#ask(Tail, tailScript(chatId, Math.ceil(sinceMs / 1_000), enough));
    if (tail === null) return null;
    const { messages, before, isComplete } = tail;
    return { messages: messages.map(foundOf), before: before === null ? null : foundOf(before), isComplete };
  }

  async read(messageIds: readonly string[]): Promise<ChatEntry[]> {
    const models = await evaluate(this.#client, readScript(messageIds));
    if (!Array.isArray(models)) return [];
    return models.map((model: unknown) =>
      property(model, 'type') === 'gp2' ? groupHappeningOf(model) : entryOf(new MessageModel(this.#client, model)),
    );
  }

  /** What the page answers is somebody else's. */
  async #ask<S extends TSchema>(schema: S, script: string): Promise<Static<S>> {
    return Value.Parse(schema, await evaluate(this.#client, script));
  }
}

function foundOf([messageId, seconds]: [string, number]): FoundMessage {
  return { messageId, timeMs: seconds * 1_000 };
}
