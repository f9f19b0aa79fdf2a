import { NotAcceptable } from '../../supervisor-errors.ts';
import { renderTimeoutMs, workerAnswerTimeoutMs } from '../limits.ts';
import type { RouteContext, TypedApp } from '../route-context.ts';
import { Binary, commandErrors, errors, json } from '../schemas/answers.ts';
import { ref, SessionPath } from '../schemas/schema-parts.ts';
import { PairingCode, PairingCodeInput, QrCode } from '../schemas/session-schemas.ts';

const tags = ['Pairing'];
/** In the order in which they are preferred where the caller does not care. */
const qrTypes = ['application/json', 'image/png', 'image/svg+xml'];

const getQrOptions = {
  handlerTimeout: renderTimeoutMs,
  schema: {
    operationId: 'getQr',
    tags,
    summary: 'The QR code on offer, as text or as a picture',
    description: 'The `Accept` header chooses between `application/json`, `image/png` and `image/svg+xml`.',
    params: SessionPath,
    response: {
      200: {
        description: 'The code on offer now.',
        content: {
          'application/json': { schema: ref(QrCode) },
          'image/png': { schema: Binary },
          'image/svg+xml': { schema: Binary },
        },
      },
      ...errors('SUP_SESSION_NOT_FOUND', 'SUP_NOT_ACCEPTABLE', 'SUP_SESSION_NOT_PAIRING', 'SUP_RENDERING_FAILED', 'SUP_HANDLER_TIMEOUT'),
    },
  },
};

const requestPairingCodeOptions = {
  handlerTimeout: workerAnswerTimeoutMs,
  schema: {
    operationId: 'requestPairingCode',
    tags,
    summary: 'Ask for a code that is typed on the phone instead of scanning a QR code',
    params: SessionPath,
    body: PairingCodeInput,
    response: {
      200: json(ref(PairingCode), 'The code.'),
      ...commandErrors(
        'SUP_SESSION_NOT_FOUND',
        'SUP_SESSION_NOT_PAIRING',
        'SUP_WORKER_UNAVAILABLE',
        'SUP_WORKER_TIMEOUT',
        'SUP_WORKER_FAILED',
        'SUP_HANDLER_TIMEOUT',
      ),
    },
  },
};

/** How a phone is linked: by a QR code or by a pairing code. */
export function addPairingRoutes(app: TypedApp, { sessions, jobs }: RouteContext): void {
  app.get('/api/v1/sessions/:session_id/qr', getQrOptions, async (request, reply) => {
    reply.header('vary', 'accept');
    const type = request.accepts().type(qrTypes);
    if (typeof type !== 'string') throw new NotAcceptable(qrTypes.join(', '));
    const code = sessions.qr(request.params.session_id);
    if (type === 'application/json') return reply.send(code);
    const format = type === 'image/png' ? 'png' : 'svg';
    const picture = await jobs.renderQr({ text: code.qr, format }, request.signal);
    return reply.header('expires', new Date(code.expires_at).toUTCString()).type(type).send(picture);
  });
  app.post('/api/v1/sessions/:session_id/pairing-code', requestPairingCodeOptions, async (request) => {
    // Not the request's own signal: fastify aborts that one as soon as a body has been read (fastify 5.12, node 24).
    const signal = AbortSignal.timeout(workerAnswerTimeoutMs);
    return sessions.requestPairingCode(request.params.session_id, request.body.phone_number, signal);
  });
}
