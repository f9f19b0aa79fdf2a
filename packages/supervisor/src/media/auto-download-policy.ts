/** The kinds of files by which `MEDIA_AUTO_DOWNLOAD` chooses. */
export const autoDownloadKinds = ['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker'] as const;
export type AutoDownloadKind = (typeof autoDownloadKinds)[number];

/** Which files of incoming messages are fetched at once. */
export interface AutoDownloadRules {
  /** Undefined: of any kind, those included that no setting names. */
  readonly kinds: ReadonlySet<AutoDownloadKind> | undefined;
  readonly maxBytes: number;
}

/** What is to be done after a fetch that failed. */
export type FetchVerdict =
  | { readonly kind: 'give_up' }
  /** Nobody could be asked: that is no attempt. */
  | { readonly kind: 'wait'; readonly delayMs: number }
  | { readonly kind: 'retry'; readonly delayMs: number };

const kindOfType: Readonly<Record<string, AutoDownloadKind>> = {
  image: 'image',
  video: 'video',
  ptv: 'video',
  audio: 'audio',
  ptt: 'voice',
  document: 'document',
  sticker: 'sticker',
};

/** The chat in which everybody's statuses are told: they are gone after a day, and there are many. */
const statusChat = 'status@broadcast';

const secondMs = 1_000;
/** A file that WhatsApp does not have at once may be uploaded again by its sender's phone: the last attempt is three hours after the first. */
const delaysMs: readonly number[] = [10 * secondMs, 60 * secondMs, 300 * secondMs, 1_800 * secondMs, 7_200 * secondMs];
const waitMs = 30 * secondMs;

const nobodyAsked: ReadonlySet<unknown> = new Set([
  'SUP_SESSION_NOT_CONNECTED',
  'SUP_SESSION_UNRESPONSIVE',
  'SUP_WORKER_UNAVAILABLE',
  'SUP_WORKER_TIMEOUT',
  'WRK_NOT_CONNECTED',
]);
const isFinal: ReadonlySet<unknown> = new Set(['WRK_NO_MEDIA', 'WRK_MEDIA_TOO_LARGE', 'SUP_SESSION_NOT_FOUND']);

/** Whether the file of an incoming message is fetched at once; `data` is that of its event. */
export function isWanted(data: Readonly<Record<string, unknown>>, { kinds, maxBytes }: AutoDownloadRules): boolean {
  const { media, type, chat_id: chatId } = data;
  if (typeof media !== 'object' || media === null || chatId === statusChat) return false;
  // Only phones open what can be viewed once.
  if (Reflect.get(media, 'view_once') === true) return false;
  const size: unknown = Reflect.get(media, 'size');
  if (typeof size === 'number' && size > maxBytes) return false;
  if (kinds === undefined) return true;
  const kind = Reflect.get(media, 'gif') === true ? 'gif' : kindOfType[String(type)];
  return kind !== undefined && kinds.has(kind);
}

/** What becomes of a file whose fetch has failed so often, this time included. */
export function afterFailure(code: unknown, attempts: number): FetchVerdict {
  if (isFinal.has(code)) return { kind: 'give_up' };
  if (nobodyAsked.has(code)) return { kind: 'wait', delayMs: waitMs };
  const delayMs = delaysMs[attempts - 1];
  return delayMs === undefined ? { kind: 'give_up' } : { kind: 'retry', delayMs };
}
