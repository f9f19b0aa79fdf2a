import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { Readable } from 'node:stream';
import type { PeerCertificate } from 'node:tls';

/** Which certificates are good besides those of the authorities that everybody knows. */
export interface Trust {
  /** In PEM, one or more. */
  readonly ca: string;
  /** Only the first of them itself, whatever name it has; else what is signed by one of them and has the host's name. */
  readonly isExact: boolean;
}

interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly body?: string;
}

/** fetch with certificates of one's own, which node's has no way to name; redirects are not followed. */
export async function trustingFetch(url: URL, { method, headers, signal, body }: Asked, { ca, isExact }: Trust): Promise<Response> {
  const { raw } = new X509Certificate(ca);
  const asked = request(url, {
    method,
    headers,
    signal,
    agent: false,
    ca,
    allowPartialTrustChain: true,
    ...(isExact
      ? { checkServerIdentity: (_host: string, shown: PeerCertificate) => (raw.equals(shown.raw) ? undefined : new OtherCertificate()) }
      : {}),
  });
  try {
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return responseOf(answer);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 502;
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = status !== 204 && status !== 304;
  if (!hasBody) answer.resume();
  return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream<Uint8Array>) : null, { status, headers });
}

class OtherCertificate extends Error {
  readonly code = 'another certificate than that in TLS_CERT_FILE; was the service restarted since it was renewed?';
}
