import type { Form } from './read-form.ts';

const lists: ReadonlySet<string> = new Set(['mentions']);
/** A thousand receivers are more than a form may have fields. */
const separated: ReadonlySet<string> = new Set(['recipients']);
const switches: ReadonlySet<string> = new Set(['view_once', 'queue']);
const numbers: ReadonlySet<string> = new Set(['expires_in_seconds']);
const ofMedia: ReadonlySet<string> = new Set(['file_name', 'mime_type']);

/** The JSON body that a form stands for; what is wrong with it is found by the same schema. */
export function messageOfForm({ fields, upload }: Form): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const media: Record<string, unknown> = { media_id: upload.media_id };
  for (const [name, value] of Object.entries(fields)) (ofMedia.has(name) ? media : body)[name] = valueOf(name, value);
  return { ...body, media };
}

function valueOf(name: string, value: string | string[]): unknown {
  if (lists.has(name)) return [value].flat();
  if (separated.has(name)) return [value].flat().flatMap((each) => each.split(',').map((part) => part.trim()));
  if (switches.has(name) && (value === 'true' || value === 'false')) return value === 'true';
  if (numbers.has(name) && typeof value === 'string' && /^[0-9]{1,15}$/.test(value)) return Number(value);
  return value;
}
