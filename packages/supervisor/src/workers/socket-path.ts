import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SocketPathTooLong } from '../supervisor-errors.ts';

/** A Unix socket's path has at most 108 bytes with its final zero (unix(7)). */
const maxPathBytes = 107;

/**
 * Where the socket of a data folder lies: inside it, or, where that path is too long, in a folder of the temp folder that is named after it.
 * Throws SocketPathTooLong where both are.
 */
export function socketPathOf(dataDir: string, tempDir: string, userId: number): string {
  const inside = join(dataDir, 'run', 'supervisor.sock');
  if (Buffer.byteLength(inside) <= maxPathBytes) return inside;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const outside = join(tempDir, `whatsapp-service-${userId}-${name}`, 'supervisor.sock');
  if (Buffer.byteLength(outside) <= maxPathBytes) return outside;
  throw new SocketPathTooLong(Buffer.byteLength(inside), Buffer.byteLength(outside), maxPathBytes);
}
