import { EventEmitter } from 'node:events';
import type { Person } from './person.ts';

type Events = { changed: [number: string] };

const defaultAbout = 'Hey there! I am using WhatsApp.';

/** What people say of themselves and whom they have blocked; says whose facts have changed. */
export class PeopleStore extends EventEmitter<Events> {
  readonly #people: Map<string, Person>;
  readonly #changed: () => void;
  readonly #available = new Map<string, boolean>();

  constructor(people: Record<string, Person>, changed: () => void) {
    super();
    this.#people = new Map(Object.entries(people));
    this.#changed = changed;
  }

  all(): Record<string, Person> {
    return Object.fromEntries(this.#people);
  }

  get(number: string): Readonly<Person> {
    return this.#people.get(number) ?? { about: defaultAbout, blocked: [], business: null, labels: [], notes: {} };
  }

  update(number: string, change: Partial<Person>): void {
    this.#people.set(number, { ...this.get(number), ...change });
    this.#changed();
    this.emit('changed', number);
  }

  /** A device shows its account as online, or not. */
  setAvailable(deviceId: string, isAvailable: boolean): void {
    this.#available.set(deviceId, isAvailable);
  }

  /** Whether one of these devices shows its account as online. */
  isAvailable(deviceIds: readonly string[]): boolean {
    return deviceIds.some((id) => this.#available.get(id) === true);
  }

  /** Gives labels to chats and takes others from them. */
  changeLabels(number: string, chats: readonly string[], added: readonly string[], removed: readonly string[]): void {
    const labels = this.get(number).labels.map((label) => {
      const others = label.chats.filter((chat) => !chats.includes(chat));
      if (added.includes(label.id)) return { ...label, chats: [...others, ...chats] };
      return removed.includes(label.id) ? { ...label, chats: others } : label;
    });
    this.update(number, { labels });
  }

  note(number: string, customer: string, content: string): void {
    const nowMs = Date.now();
    const { notes } = this.get(number);
    const { id = `note-${customer}`, createdAt = nowMs } = notes[customer] ?? {};
    this.update(number, { notes: { ...notes, [customer]: { id, content, createdAt, modifiedAt: nowMs } } });
  }

  setBlocked(number: string, other: string, isBlocked: boolean): void {
    const others = this.get(number).blocked.filter((each) => each !== other);
    this.update(number, { blocked: isBlocked ? [...others, other] : others });
  }
}
