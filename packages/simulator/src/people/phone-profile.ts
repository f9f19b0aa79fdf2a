import type { AccountStore } from '../accounts/account-store.ts';
import { parsePhoneNumber } from '../accounts/phone-number.ts';
import type { PeopleStore } from './people-store.ts';
import type { Business, Label } from './person.ts';
import type { StatusBoard, StatusRecord } from './status-board.ts';
import type { PictureStore } from './picture-store.ts';

type Parts = { statuses: StatusBoard; accounts: AccountStore; people: PeopleStore; pictures: PictureStore };

/** What a phone's owner says of themselves, and whom they have blocked. */
export class PhoneProfile {
  readonly #number: string;
  readonly #parts: Parts;

  constructor(number: string, parts: Parts) {
    this.#number = number;
    this.#parts = parts;
  }

  get about(): string {
    return this.#parts.people.get(this.#number).about;
  }

  setAbout(about: string): void {
    this.#parts.people.update(this.#number, { about });
  }

  /** The profile picture's JPEG. */
  get picture(): Buffer | undefined {
    const picture = this.#parts.pictures.get(this.#wid);
    return picture && Buffer.from(picture.jpeg, 'base64');
  }

  /** Throws PictureInvalid for what is no JPEG. */
  setPicture(jpeg: Buffer): void {
    this.#parts.pictures.set(this.#wid, jpeg);
  }

  removePicture(): void {
    this.#parts.pictures.remove(this.#wid);
  }

  /** The numbers that are blocked. */
  get blocked(): readonly string[] {
    return this.#parts.people.get(this.#number).blocked;
  }

  /** Throws NumberInvalid. */
  block(number: string): void {
    this.#parts.people.setBlocked(this.#number, parsePhoneNumber(number), true);
  }

  /** Throws NumberInvalid. */
  unblock(number: string): void {
    this.#parts.people.setBlocked(this.#number, parsePhoneNumber(number), false);
  }

  get business(): Business | null {
    return this.#parts.people.get(this.#number).business;
  }

  /** What the business says of itself; a business is a phone with the platform smba or smbi. */
  setBusiness(business: Business): void {
    this.#parts.people.update(this.#number, { business });
  }

  get labels(): readonly Label[] {
    return this.#parts.people.get(this.#number).labels;
  }

  /** Makes a label of a business account; the color is #rrggbb. */
  addLabel(name: string, color = '#ff9485'): Label {
    const label = { id: String(this.labels.length + 1), name, color, chats: [] };
    this.#parts.people.update(this.#number, { labels: [...this.labels, label] });
    return label;
  }

  /** What is noted of a customer. Throws NumberInvalid. */
  noteOf(customer: string): string | undefined {
    return this.#parts.people.get(this.#number).notes[parsePhoneNumber(customer)]?.content;
  }

  /** Shows a text for a day to those who have this number in their address book. */
  postStatus(text: string): StatusRecord {
    return this.#parts.statuses.post({ number: this.#number, text });
  }

  /** What this account shows now. */
  get statuses(): readonly StatusRecord[] {
    return this.#parts.statuses.of(this.#number);
  }

  /** Whether one of the linked devices shows the account as online. */
  get isAvailable(): boolean {
    const devices = this.#parts.accounts.get(this.#number).devices;
    return this.#parts.people.isAvailable(devices.map(({ id }) => id));
  }

  get #wid(): string {
    return `${this.#number}@c.us`;
  }
}
