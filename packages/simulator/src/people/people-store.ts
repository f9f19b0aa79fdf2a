import { EventEmitter } from 'node:events';
import type { Person } from './person.ts';

type Events = { changed: [number: string] };

const defaultAbout = 'Hey there! I am using WhatsApp.';

/** What people say of themselves and whom they have blocked; says whose facts have changed. */
export class PeopleStore extends EventEmitter<Events> {
  readonly #people: Map<string, Person>;
  readonly #changed: () => void;

  constructor(people: Record<string, Person>, changed: () => void) {
    super();
    this.#people = new Map(Object.entries(people));
    this.#changed = changed;
  }

  all(): Record<string, Person> {
    return Object.fromEntries(this.#people);
  }

  get(number: string): Readonly<Person> {
    return this.#people.get(number) ?? { about: defaultAbout, blocked: [], business: null };
  }

  update(number: string, change: Partial<Person>): void {
    this.#people.set(number, { ...this.get(number), ...change });
    this.#changed();
    this.emit('changed', number);
  }

  setBlocked(number: string, other: string, isBlocked: boolean): void {
    const others = this.get(number).blocked.filter((each) => each !== other);
    this.update(number, { blocked: isBlocked ? [...others, other] : others });
  }
}
