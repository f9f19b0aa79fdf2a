import type { FastifyRequest } from 'fastify';
import { errorCodeOf } from '@whatsapp-service/shared/errors/error-code.ts';
import type { IncomingFile, UploadView } from '../../media/media-input.ts';
import { MediaTooLarge, MultipartInvalid } from '../../supervisor-errors.ts';
import { takeInBody } from '../plugins/take-in-body.ts';

/** What a form has: its fields as texts, and the one file, which is on disk by then. */
export interface Form {
  readonly fields: Readonly<Record<string, string | string[]>>;
  readonly upload: UploadView;
}

export interface FormReader {
  readonly maxBytes: number;
  readonly save: (incoming: IncomingFile) => Promise<UploadView>;
  readonly discard: (mediaId: string) => Promise<void>;
}

/** Beside the file: the fields' names, their values, and what separates them. */
const overheadBytes = 1024 * 1024;
const limits = { files: 1, fields: 20, parts: 21, fieldNameSize: 100, fieldSize: 512 * 1024, headerPairs: 50 };

/** Reads a form to its end; throws MultipartInvalid, and what `save` throws. Of a form that is refused nothing is left. */
export async function readForm(request: FastifyRequest, reader: FormReader): Promise<Form> {
  const declared = Number(request.headers['content-length'] ?? 0);
  let upload: UploadView | undefined;
  try {
    if (declared > reader.maxBytes + overheadBytes) throw new MediaTooLarge(reader.maxBytes, 'an upload may have');
    const fields: Record<string, string | string[]> = {};
    for await (const part of request.parts({ limits: { ...limits, fileSize: Number.MAX_SAFE_INTEGER } })) {
      if (part.type === 'field') addField(fields, part.fieldname, part.value);
      else upload = await reader.save({ stream: part.file, mimeType: part.mimetype, fileName: part.filename });
    }
    if (upload === undefined) throw new MultipartInvalid('it has no file; send one in the field "media"');
    return { fields, upload };
  } catch (error) {
    if (upload !== undefined) await reader.discard(upload.media_id);
    // Who still writes is to see the answer, not a broken pipe.
    request.raw.unpipe();
    await takeInBody(request.raw);
    throw isOwn(error) ? error : new MultipartInvalid(reasonOf(error));
  }
}

function addField(fields: Record<string, string | string[]>, name: string, value: unknown): void {
  if (typeof value !== 'string') throw new MultipartInvalid(`its field "${name}" is no text`);
  const before = fields[name];
  fields[name] = before === undefined ? value : [before, value].flat();
}

const reasons: Readonly<Record<string, string>> = {
  FST_FILES_LIMIT: 'it has more than one file',
  FST_FIELDS_LIMIT: `it has more than ${limits.fields} fields`,
  FST_PARTS_LIMIT: 'it has too many parts',
};

function reasonOf(error: unknown): string {
  const code = errorCodeOf(error) ?? '';
  return reasons[code] ?? 'it broke off before its end, or it is no multipart/form-data that can be read';
}

function isOwn(error: unknown): boolean {
  return errorCodeOf(error)?.startsWith('SUP_') === true;
}
