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
