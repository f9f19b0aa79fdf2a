import { parsePhoneNumber } from '../accounts/phone-number.ts';
import type { PeopleStore } from './people-store.ts';
import type { Business } from './person.ts';
import type { PictureStore } from './picture-store.ts';

type Parts = { people: PeopleStore; pictures: PictureStore };

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

  get #wid(): string {
    return `${this.#number}@c.us`;
  }
}
