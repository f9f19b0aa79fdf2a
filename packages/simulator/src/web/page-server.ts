import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo, Socket } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Certificate } from './certificate.ts';
import type { FaultBoard, FaultScope } from '../faults/fault-board.ts';
import type { MediaVault } from '../media/media-vault.ts';
import type { PageDocument } from './page-document.ts';
import { PortTaken } from '../simulator-errors.ts';

type Options = {
  certificate: Certificate;
  document: PageDocument;
  faults: FaultBoard;
  media: MediaVault;
  /** The JPEG of a profile picture by its id. */
  pictureOf: (id: string) => Buffer | undefined;
  accept: (webSocket: WebSocket) => void;
};

const loopback = '127.0.0.1';
const largestFrameBytes = 64 * 1024 * 1024;

/** What stands in for https://web.whatsapp.com: the document, its script, and the WebSocket. */
export class PageServer {
  readonly #options: Options;
  readonly #server: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes });
  readonly #loads = new Map<string, number>();
  readonly #held = new AbortController();

  constructor(options: Options) {
    this.#options = options;
    const { cert, key } = options.certificate;
    this.#server = createServer({ cert, key }, (request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket as Socket, head));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How often a device's page was loaded since the start; of pages that are no device without one. */
  loadsOf(deviceId = ''): number {
    return this.#loads.get(deviceId) ?? 0;
  }

  /** Listens on loopback; throws PortTaken. */
  async listen(port: number): Promise<void> {
    this.#server.listen(port, loopback);
    await once(this.#server, 'listening').catch((error: unknown) => {
      throw new PortTaken(error instanceof Error ? error.message : String(error));
    });
  }

  async close(): Promise<void> {
    this.#held.abort();
    this.#webSockets.close();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://web.whatsapp.com');
    if (pathname === '/') return this.#sendDocument(request, response);
    if (pathname === '/app.js') return this.#sendScript(searchParams.get('device') ?? '', response);
    if (pathname === '/mms/upload' && request.method === 'POST') return this.#takeMedia(request, response);
    const media = this.#options.media.at(pathname);
    if (media !== undefined) return void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(media);
    const [, picture] = /^\/pictures\/([0-9a-f]+)\.jpg$/.exec(pathname) ?? [];
    if (picture !== undefined) return this.#sendPicture(picture, response);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here.\n');
  }

  async #takeMedia(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request).catch(() => undefined);
    if (bytes === undefined) return void response.destroy();
    const { directPath, filehash } = this.#options.media.put(bytes);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ directPath, filehash }));
  }

  async #sendDocument(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, cookie = ''] = /(?:^|;\s*)device=([^;]*)/.exec(request.headers.cookie ?? '') ?? [];
    if (!(await this.#hold(scopeOf(decodeURIComponent(cookie)), 'htmlNeverArrives', response))) return;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(this.#options.document.html);
  }

  async #sendScript(device: string, response: ServerResponse): Promise<void> {
    this.#loads.set(device, this.loadsOf(device) + 1);
    const scope = scopeOf(device);
    if (!(await this.#hold(scope, 'scriptNeverArrives', response))) return;
    const { missingModules, logoutNavigatesFirst } = this.#options.faults.of(scope);
    response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' });
    response.end(this.#options.document.script.replace('FAULTS', JSON.stringify({ missingModules, logoutNavigatesFirst })));
  }

  #sendPicture(id: string, response: ServerResponse): void {
    const jpeg = this.#options.pictureOf(id);
    if (jpeg) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(jpeg);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such picture.\n');
  }

  /** Keeps a request waiting while its fault is in force; false when nobody waits any more. */
  async #hold(scope: FaultScope, fault: 'htmlNeverArrives' | 'scriptNeverArrives', response: ServerResponse): Promise<boolean> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#held.signal]);
    await this.#options.faults.whileTrue(scope, (faults) => faults[fault], signal).catch(() => undefined);
    return !signal.aborted;
  }

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    if (!request.url?.startsWith('/ws/chat')) return socket.destroy() && undefined;
    this.#webSockets.handleUpgrade(request, socket, head, this.#options.accept);
  }
}

function scopeOf(device: string): FaultScope {
  return device === '' ? {} : { device };
}
