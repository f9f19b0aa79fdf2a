import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import { IpcMalformedFrame } from './ipc-errors.ts';

const headerEnd = '\r\n\r\n';
const maxHeaderBytes = 256;

/**
 * Passes JSON-RPC frames on and fails on the first that is too large or has no usable header.
 * vscode-jsonrpc itself collects a frame of any announced size, and a worker runs a remote page.
 */
export class FrameGuard extends Transform {
  readonly #maxBodyBytes: number;
  #header: Buffer = Buffer.alloc(0);
  #bodyBytesLeft = 0;

  constructor(maxBodyBytes: number) {
    super();
    this.#maxBodyBytes = maxBodyBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#scan(chunk);
      done(null, chunk);
    } catch (error) {
      done(error instanceof Error ? error : new IpcMalformedFrame('unknown failure'));
    }
  }

  #scan(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#bodyBytesLeft > 0) {
        const taken = Math.min(rest.length, this.#bodyBytesLeft);
        this.#bodyBytesLeft -= taken;
        rest = rest.subarray(taken);
      } else {
        rest = this.#scanHeader(rest);
      }
    }
  }

  #scanHeader(chunk: Buffer): Buffer {
    const before = this.#header.length;
    const header = Buffer.concat([this.#header, chunk.subarray(0, maxHeaderBytes - before + 1)]);
    const end = header.indexOf(headerEnd);
    if (end === -1) {
      if (header.length > maxHeaderBytes) {
        throw new IpcMalformedFrame(`no header ended within ${maxHeaderBytes} bytes`);
      }
      this.#header = header;
      return Buffer.alloc(0);
    }
    this.#header = Buffer.alloc(0);
    this.#bodyBytesLeft = this.#bodyLength(header.toString('latin1', 0, end));
    return chunk.subarray(end + headerEnd.length - before);
  }

  #bodyLength(header: string): number {
    const match = /^content-length: *([0-9]{1,12})$/im.exec(header);
    const length = Number(match?.[1] ?? 'NaN');
    if (!(length > 0)) throw new IpcMalformedFrame('a header has no Content-Length');
    if (length > this.#maxBodyBytes) {
      throw new IpcMalformedFrame(`a frame of ${length} bytes is over ${this.#maxBodyBytes}`);
    }
    return length;
  }
}
