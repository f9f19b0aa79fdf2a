import type { LabelData } from '@whatsapp-service/shared/ipc/label-data.ts';

/** Labels of a business account. Calls have no deadline of their own. */
export interface LabelsPort {
  list(): Promise<LabelData[]>;
  /** Throws LabelNotFound. */
  chatIds(labelId: string): Promise<{ label: LabelData; chatIds: string[] }>;
  /** Throws ChatNotFound. */
  ofChat(chatId: string): Promise<LabelData[]>;
  /** Throws ChatNotFound, LabelNotFound or NotBusiness, where nothing was done. */
  setOfChat(chatId: string, labelIds: readonly string[]): Promise<void>;
}
