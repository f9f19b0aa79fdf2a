import type { ErrorRows } from './error-row.ts';

/** Files that are sent and fetched. */
export const mediaErrors = {
  SUP_MULTIPART_INVALID: {
    statusCode: 400,
    title: 'Invalid upload',
    message: 'The upload cannot be used: %s. Nothing was kept.',
    remedy: 'Send `multipart/form-data` with one file in the field `media`, to its end.',
  },
  SUP_MEDIA_URL_FORBIDDEN: {
    statusCode: 400,
    title: 'URL of media refused',
    message: 'The media cannot be fetched: %s. Nothing was sent.',
    remedy: 'Use a public http or https URL. A host on a private network needs an entry in `MEDIA_ALLOWED_HOSTS`.',
  },
  SUP_MEDIA_UPLOAD_NOT_FOUND: {
    statusCode: 404,
    title: 'Upload not found',
    message: 'Session "%s" has no upload "%s", or it has expired; nothing was sent.',
    remedy: 'Upload the file (again) with `POST /api/v1/sessions/{id}/media` of the very session.',
  },
  SUP_MEDIA_TOO_LARGE: {
    statusCode: 413,
    title: 'Media too large',
    message: 'The media has more than %d bytes, the most that %s; nothing was sent.',
    remedy: 'Send a smaller file, or send it as a `document`; `MEDIA_MAX_MB` is the limit of all kinds.',
  },
  SUP_MEDIA_TYPE: {
    statusCode: 415,
    title: 'Media not of the kind',
    message: 'A message of the kind "%s" takes %s, and by its first bytes the media is %s; nothing was sent.',
    remedy: 'Convert the file before, or send it as a `document`, which may be anything.',
  },
  SUP_MEDIA_EMPTY: {
    statusCode: 422,
    title: 'Media empty',
    message: 'The media has no bytes; nothing was sent.',
    remedy: 'Send a file that has something in it.',
  },
  SUP_MEDIA_URL_FAILED: {
    statusCode: 422,
    title: 'Media not fetched',
    message: 'The media cannot be fetched: %s. Nothing was sent.',
    remedy: 'Check the URL from the machine of the service, or upload the file.',
  },
  SUP_RANGE_NOT_SATISFIABLE: {
    statusCode: 416,
    title: 'Range not satisfiable',
    message: 'The file has %d bytes, and the range begins behind them.',
    remedy: 'Ask for bytes within the length that `Content-Range` says, or leave out `Range`.',
  },
} as const satisfies ErrorRows;
