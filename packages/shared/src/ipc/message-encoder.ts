import { ErrorCodes, Message } from 'vscode-jsonrpc/node';
import type { MessageWriterOptions } from 'vscode-jsonrpc/node';
import { IpcAnswerTooLarge } from './ipc-errors.ts';

/** Writes messages as JSON. An answer for which the other side would end the connection becomes a refusal of that one request. */
export function messageEncoder(maxBodyBytes: number): NonNullable<MessageWriterOptions['contentTypeEncoder']> {
  return {
    name: 'application/json',
    encode: async (message) => {
      const body = Buffer.from(JSON.stringify(message));
      if (body.byteLength <= maxBodyBytes || !Message.isResponse(message)) return body;
      const { code, statusCode, message: sentence } = new IpcAnswerTooLarge(body.byteLength, maxBodyBytes);
      const error = { code: ErrorCodes.InternalError, message: sentence, data: { code, statusCode } };
      return Buffer.from(JSON.stringify({ jsonrpc: message.jsonrpc, id: message.id, error }));
    },
  };
}
