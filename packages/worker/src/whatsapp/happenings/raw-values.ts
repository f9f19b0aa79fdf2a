/** The page is somebody else's: what it gives is read here, and cut to what the contract takes. */

const maxIdLength = 256;

export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A text of at most so many characters; empty where it is none. */
export function textOf(value: unknown, maxLength: number): string {
  return typeof value === 'string' ? value.slice(0, maxLength) : '';
}

/** The text of an id, which the library gives as a text or as an object. */
export function idOf(value: unknown): string {
  return textOf(typeof value === 'string' ? value : property(value, '_serialized'), maxIdLength);
}

export function idOrNull(value: unknown): string | null {
  return idOf(value) || null;
}

export function idsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .map((each: unknown) => idOf(property(each, 'id') ?? each))
    .filter((id) => id !== '')
    .slice(0, 1_024);
}

/** A time as ISO 8601; now where there is none. */
export function timeOf(seconds: unknown): string {
  return isoOf(Number(seconds) * 1_000) ?? new Date().toISOString();
}

/** Milliseconds since the epoch as ISO 8601; null where they are no time. */
export function isoOf(ms: number): string | null {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) || ms <= 0 ? null : time.toISOString();
}
