import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Connects to a Unix socket; rejects with the system's error, or when `signal` aborts. */
export async function dial(path: string, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    function settle(error?: Error): void {
      signal.removeEventListener('abort', abort);
      socket.off('connect', settleConnected);
      socket.off('error', settle);
      if (error === undefined) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(error);
    }
    function settleConnected(): void {
      settle();
    }
    function abort(): void {
      settle(new Error('The dialling was given up.'));
    }
    socket.once('connect', settleConnected);
    socket.once('error', settle);
    signal.addEventListener('abort', abort, { once: true });
  });
}
