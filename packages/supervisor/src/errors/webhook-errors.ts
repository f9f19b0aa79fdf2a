import type { ErrorRows } from './error-row.ts';

/** Webhooks. */
export const webhookErrors = {
  SUP_WEBHOOK_NOT_FOUND: {
    statusCode: 404,
    title: 'Webhook not found',
    message: 'No webhook has the id "%s".',
    remedy: 'Look in `GET /api/v1/webhooks`, or create it with `POST /api/v1/webhooks`.',
  },
  SUP_WEBHOOK_INVALID: {
    statusCode: 400,
    title: 'Invalid webhook',
    message: 'The webhook cannot be used: %s Nothing was changed.',
    remedy: 'Mend what `detail` names. A receiver on a private network needs an entry in `WEBHOOK_ALLOWED_HOSTS`.',
  },
  SUP_WEBHOOK_FIXED: {
    statusCode: 409,
    title: 'Webhook of the settings',
    message: 'Webhook "%s" comes from the settings; nothing was changed. %s is where to change it.',
    remedy: 'Change the setting and restart the service. To stop it now, set `enabled` to false.',
  },
} as const satisfies ErrorRows;
