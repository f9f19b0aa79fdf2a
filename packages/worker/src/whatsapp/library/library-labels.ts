import type { Client } from 'whatsapp-web.js';
import type { LabelData } from '@whatsapp-service/shared/ipc/label-data.ts';
import { ChatNotFound, LabelNotFound, NotBusiness } from '../../worker-errors.ts';
import type { LabelsPort } from '../labels-port.ts';
import { idOf, listOf, property, textOf } from '../raw-value.ts';
import { evaluate } from './evaluate.ts';

/** Labels by way of the library. */
export class LibraryLabels implements LabelsPort {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async list(): Promise<LabelData[]> {
    return (await this.#client.getLabels()).slice(0, 200).map((label) => labelDataOf(label));
  }

  async chatIds(labelId: string): Promise<{ label: LabelData; chatIds: string[] }> {
    const label = (await this.list()).find((each) => each.label_id === labelId);
    if (label === undefined) throw new LabelNotFound(labelId);
    // The library's getChatsByLabelId() makes whole chats of them, members of groups and all.
    const ids = listOf(await evaluate(this.#client, labelledChatsScript(labelId)), 100_000);
    return { label, chatIds: ids.map((id) => idOf(id)).filter((id) => id !== null) };
  }

  async ofChat(chatId: string): Promise<LabelData[]> {
    await this.#assertChat(chatId);
    return (await this.#client.getChatLabels(chatId)).slice(0, 200).map((label) => labelDataOf(label));
  }

  async setOfChat(chatId: string, labelIds: readonly string[]): Promise<void> {
    await this.#assertChat(chatId);
    const known = await this.list();
    // The library passes over what it does not know, and says nothing.
    const unknown = labelIds.find((id) => !known.some((label) => label.label_id === id));
    if (unknown !== undefined) throw new LabelNotFound(unknown);
    await this.#client.addOrRemoveLabels([...labelIds], [chatId]).catch((error: unknown) => {
      throw String(error).includes('[LT01]') ? new NotBusiness() : error;
    });
  }

  async #assertChat(chatId: string): Promise<void> {
    const script = `Boolean(window.require('WAWebCollections').Chat.get(${JSON.stringify(chatId)}))`;
    if ((await evaluate(this.#client, script)) !== true) throw new ChatNotFound(chatId);
  }
}

function labelledChatsScript(labelId: string): string {
  return `
window.require('WAWebCollections').Label.get(${JSON.stringify(labelId)})
  .labelItemCollection.getModelsArray()
  .filter(({ parentType }) => parentType === 'Chat')
  .map(({ parentId }) => parentId._serialized ?? parentId)`;
}

function labelDataOf(raw: unknown): LabelData {
  return {
    label_id: String(property(raw, 'id')).slice(0, 64),
    name: textOf(property(raw, 'name'), 256) ?? '',
    color: textOf(property(raw, 'hexColor'), 16),
  };
}
