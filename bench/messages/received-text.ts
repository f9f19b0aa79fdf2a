/** The text of an event that says a message came; undefined where it says anything else. */
export function receivedText(json: string): string | undefined {
  const event: unknown = JSON.parse(json);
  if (Reflect.get(Object(event), 'type') !== 'message.received') return undefined;
  const text: unknown = Reflect.get(Object(Reflect.get(Object(event), 'data')), 'text');
  return typeof text === 'string' ? text : undefined;
}
