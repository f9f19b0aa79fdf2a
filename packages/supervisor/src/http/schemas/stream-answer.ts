import Type from 'typebox';

/** A stream in the reference: the text that a client reads, with the first line of an example. */
export function streamAnswer(firstLine: string) {
  const schema = Type.String({
    description: 'Server-sent events: the data of each is one object as the route without /stream gives it.',
    examples: [`id: 42\n${firstLine}\ndata: {"seq":42,…}\n\n`],
  });
  return { description: 'A stream that stays open.', content: { 'text/event-stream': { schema } } };
}
