/** An element of WhatsApp's wire format. */
export type Stanza = { tag: string; attrs: Record<string, string>; content: Stanza[] };

let lastId = 0;

/** Makes an element. */
export function wap(tag: string, attrs: Record<string, unknown>, content: Stanza[] = []): Stanza {
  const texts = Object.entries(attrs).map(([name, value]): [string, string] => [name, String(value)]);
  return { tag, attrs: Object.fromEntries(texts), content };
}

/** An id that no other element of this page has. */
export function generateId(): string {
  lastId += 1;
  return `sim-${lastId}`;
}
