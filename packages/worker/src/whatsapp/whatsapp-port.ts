import type { AccountFact } from '@whatsapp-service/shared/ipc/facts.ts';
import type { ProcessIdentity } from '@whatsapp-service/shared/process/process-identity.ts';
import type { HistoryPort } from './history-port.ts';
import type { ChannelsPort } from './channels-port.ts';
import type { ChatsPort } from './chats-port.ts';
import type { MessageReadsPort } from './message-reads-port.ts';
import type { MessageActsPort } from './message-acts-port.ts';
import type { GroupsPort } from './groups-port.ts';
import type { MessagesPort } from './messages-port.ts';
import type { PeoplePorts } from './people-ports.ts';

/** Who the linked account is. */
export interface Account {
  readonly phone: string | null;
  readonly pushName: string | null;
}

/** What the page's storage held before any script of the page ran. */
export interface StorageAtStart {
  readonly localStorageItems: number;
  readonly databases: number;
}

/** What a client announces; a listener that throws is logged and never reaches the library. */
export interface WhatsAppEvents {
  onBrowser(browser: ProcessIdentity): void;
  onLaunched(): void;
  onConsole(type: string, text: string): void;
  onNavigated(url: string): void;
  onPageLoaded(): void;
  /** The main frame went to a new document after the first one. */
  onReloaded(): void;
  onStorageAtStart(storage: StorageAtStart): void;
  /** The page is not linked; true lets it offer a QR code, false stops it there for good. */
  onUnpaired(): boolean;
  onQr(qr: string): void;
  onPairingCode(code: string): void;
  onLoading(percent: number): void;
  onAuthenticated(): void;
  onReady(account: Account): void;
  onState(state: string): void;
  /** The page left as it does after a logout; true lets the library attach itself to what came up, false stops it there for good. */
  onLogout(): Promise<boolean>;
  /** The browser or its page ended unasked. */
  onGone(detail: string): void;
  /** An exception in the page; `ofLibrary` where the library's own code on our side threw it. */
  onPageError(detail: string, ofLibrary: boolean): void;
  /** Something happened to the account. */
  onFact(fact: AccountFact): void;
}

/** One browser with WhatsApp Web in it. Calls have no deadline of their own: the caller sets one. */
export interface WhatsAppClient {
  readonly messages: MessagesPort;
  readonly history: HistoryPort;
  readonly chats: ChatsPort;
  readonly messageReads: MessageReadsPort;
  readonly messageActs: MessageActsPort;
  readonly groups: GroupsPort;
  readonly people: PeoplePorts;
  readonly channels: ChannelsPort;
  /** Launches, navigates, and settles once it is known whether the device is linked; stays pending after a refused `onUnpaired`. */
  start(): Promise<void>;
  /** WhatsApp's connection state as the page has it. */
  state(): Promise<string | null>;
  /** The id under which a receiver is known, or null where there is no such account. */
  resolveNumber(chatId: string): Promise<string | null>;
  requestPairingCode(digits: string): Promise<string>;
  /** Makes the page ask for new QR refs after the last one ran out. */
  refreshQr(): Promise<void>;
  /** Unlinks the device at the server; the browser stays open. */
  logout(): Promise<void>;
  /** A PNG of the page. */
  screenshot(): Promise<Uint8Array>;
  /** Whether the browser or its page has ended unasked. */
  isGone(): boolean;
  /** Closes in order, which writes localStorage to disk; during a launch there is nothing to write and it is ended by force. */
  close(): Promise<void>;
  /** Kills every process of the browser. */
  kill(): void;
  /** Settles when no process of the browser is left. */
  ended(): Promise<void>;
}
