const maxIdLength = 256;

/** A property of anything the page gave. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A text of the page, cut to a length; null where it is none or empty. */
export function textOf(value: unknown, length: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, length) : null;
}

/** A list of the page, cut to a length; empty where it is none. */
export function listOf(value: unknown, length: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, length) : [];
}

/** The text of a WhatsApp id, which the page gives as an object or as text. */
export function idOf(value: unknown): string | null {
  return textOf(typeof value === 'string' ? value : property(value, '_serialized'), maxIdLength);
}

/** A whole number of the page, not below zero, which WhatsApp Web writes as a text in some places; null for anything else. */
export function countOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) && Number(number) >= 0 ? Number(number) : null;
}

/** A time of the page, in seconds since the epoch, as ISO 8601; null for what is none, as the 0 that stands where there is none. */
export function timeOf(seconds: unknown): string | null {
  const number = typeof seconds === 'string' ? Number(seconds) : seconds;
  const time = new Date(typeof number === 'number' && number > 0 ? number * 1_000 : Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
