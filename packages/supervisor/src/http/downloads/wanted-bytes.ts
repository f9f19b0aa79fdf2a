import rangeParser from 'range-parser';

/** The bytes from `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a caller says of the bytes that it wants. */
export interface RangeHeaders {
  readonly range?: string | undefined;
  readonly 'if-range'?: string | string[] | undefined;
}

/** Which bytes of a file an answer has (RFC 9110, 14.2): all, one part, or none, where the part lies beyond the file's end. */
export function wantedBytes(size: number, etag: string, headers: RangeHeaders): ByteRange | 'all' | 'none' {
  const { range, 'if-range': ifRange } = headers;
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return 'all';
  const parsed = rangeParser(size, range, { combine: true });
  if (parsed === -1) return 'none';
  // What makes no sense is ignored, and so are several parts: whoever asks for those takes the whole as well.
  if (parsed === -2 || parsed.type !== 'bytes' || parsed.length !== 1) return 'all';
  const [part] = parsed;
  return part === undefined ? 'all' : { start: part.start, end: part.end };
}
