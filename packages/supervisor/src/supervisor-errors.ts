import createError from '@fastify/error';
import { errorTable } from './supervisor-error-table.ts';
import type { ErrorCode } from './supervisor-error-table.ts';

/** No valid x-api-key. */
export const Unauthorized = fromTable<[]>('SUP_UNAUTHORIZED');
export const ApiKeyExpired = fromTable<[]>('SUP_API_KEY_EXPIRED');
/** Arguments: the scope that is needed, those of the key. */
export const ScopeMissing = fromTable<[string, string]>('SUP_SCOPE_MISSING');
/** Argument: the key's prefix. */
export const OutsidePrefix = fromTable<[string]>('SUP_OUTSIDE_PREFIX');
/** Argument: the key's id. */
export const KeyNotFound = fromTable<[string]>('SUP_KEY_NOT_FOUND');
/** Argument: the limit. */
export const TooManyKeys = fromTable<[number]>('SUP_TOO_MANY_KEYS');
/** Argument: how many seconds to wait. */
export const TooManySignIns = fromTable<[number]>('SUP_TOO_MANY_SIGN_INS');
/** Argument: how many seconds to wait. */
export const TooManyWrongKeys = fromTable<[number]>('SUP_TOO_MANY_WRONG_KEYS');
/** Arguments: whose requests, how many are allowed, how many seconds to wait. */
export const RateLimited = fromTable<[string, number, number]>('SUP_RATE_LIMITED');
/** Argument: what shows it, as a clause. */
export const ServiceOverloaded = fromTable<[string]>('SUP_OVERLOADED');
/** A cookie of ours, and the page of somebody else. */
export const CrossOrigin = fromTable<[]>('SUP_CROSS_ORIGIN');
/** A field is missing or wrong; the argument is the sentence that names it. */
export const InvalidRequest = fromTable<[string]>('SUP_INVALID_REQUEST');
export const MalformedJson = fromTable<[string]>('SUP_MALFORMED_JSON');
export const CursorInvalid = fromTable<[]>('SUP_CURSOR_INVALID');
export const RouteNotFound = fromTable<[string, string]>('SUP_ROUTE_NOT_FOUND');
export const MethodNotAllowed = fromTable<[string, string]>('SUP_METHOD_NOT_ALLOWED');
export const NotAcceptable = fromTable<[string]>('SUP_NOT_ACCEPTABLE');
export const RequestTimeout = fromTable<[]>('SUP_REQUEST_TIMEOUT');
export const BodyTooLarge = fromTable<[number]>('SUP_BODY_TOO_LARGE');
export const UrlTooLong = fromTable<[]>('SUP_URL_TOO_LONG');
export const UnsupportedMediaType = fromTable<[]>('SUP_UNSUPPORTED_MEDIA_TYPE');
export const HeadersTooLarge = fromTable<[]>('SUP_HEADERS_TOO_LARGE');
/** Argument: the session id. */
export const SessionNotFound = fromTable<[string]>('SUP_SESSION_NOT_FOUND');
/** Arguments: the bundle's id, the session id. */
export const BundleNotFound = fromTable<[string, string, ErrorOptions?]>('SUP_BUNDLE_NOT_FOUND');
/** Argument: the session id. */
export const SessionExists = fromTable<[string]>('SUP_SESSION_EXISTS');
/** Arguments: the session id, its present state. */
export const SessionNotPairing = fromTable<[string, string]>('SUP_SESSION_NOT_PAIRING');
/** Arguments: the session id, its present state. */
export const SessionNotConnected = fromTable<[string, string]>('SUP_SESSION_NOT_CONNECTED');
/** Argument: the session id. */
export const SessionUnresponsive = fromTable<[string]>('SUP_SESSION_UNRESPONSIVE');
/** Arguments: the session id, what it is doing. */
export const SessionBusy = fromTable<[string, string]>('SUP_SESSION_BUSY');
/** Argument: the limit. */
export const TooManySessions = fromTable<[number]>('SUP_TOO_MANY_SESSIONS');
/** Arguments: the session id, its present state. */
export const WorkerUnavailable = fromTable<[string, string]>('SUP_WORKER_UNAVAILABLE');
/** Argument: the session id. */
export const WorkerOutdated = fromTable<[string]>('SUP_WORKER_OUTDATED');
/** Argument: the session id. */
export const WorkerTimeout = fromTable<[string]>('SUP_WORKER_TIMEOUT');
/** Arguments: the key, the session id. */
export const IdempotencyKeyReused = fromTable<[string, string]>('SUP_IDEMPOTENCY_KEY_REUSED');
/** Arguments: the send's id, the session id. */
export const SendNotFound = fromTable<[string, string]>('SUP_SEND_NOT_FOUND');
/** Arguments: the job's id, the session id. */
export const BulkNotFound = fromTable<[string, string]>('SUP_BULK_NOT_FOUND');
/** Arguments: the job's id, its status. */
export const BulkOver = fromTable<[string, string]>('SUP_BULK_OVER');
/** Arguments: the session id, the seconds until its next message. */
export const SendPaced = fromTable<[string, number]>('SUP_SEND_PACED');
/** Arguments: the send's id, its status. */
export const SendNotCancellable = fromTable<[string, string]>('SUP_SEND_NOT_CANCELLABLE');
/** Arguments: the session id, the send's id, its idempotency key. */
export const SendUnsettled = fromTable<[string, string, string]>('SUP_SEND_UNSETTLED');
/** Arguments: the session id, the key to send it again with. */
export const SendHandedOver = fromTable<[string, string]>('SUP_SEND_HANDED_OVER');
/** Arguments: the session id, a sentence that says why. */
export const WorkerFailed = fromTable<[string, string]>('SUP_WORKER_FAILED');
/** Argument: what the disk says. */
export const StorageUnavailable = fromTable<[string]>('SUP_STORAGE_UNAVAILABLE');
export const HandlerTimeout = fromTable<[]>('SUP_HANDLER_TIMEOUT');
/** Argument: what is wrong with it, as the end of a sentence. */
export const ConfirmTokenInvalid = fromTable<[string]>('SUP_CONFIRM_TOKEN_INVALID');
/** Arguments: the mode, why not. */
export const RestartImpossible = fromTable<[string, string]>('SUP_RESTART_IMPOSSIBLE');
export const ServiceDraining = fromTable<[]>('SUP_DRAINING');
/** Argument: the limit. */
export const TooManyStreams = fromTable<[number]>('SUP_TOO_MANY_STREAMS');
/** Arguments: the format, a sentence that says why. */
export const RenderingFailed = fromTable<[string, string]>('SUP_RENDERING_FAILED');
export const InternalError = fromTable<[]>('SUP_INTERNAL');
/** Argument: the sentence that names the setting. */
export const SettingInvalid = fromTable<[string]>('SUP_SETTING_INVALID');
/** Arguments: the file, what is wrong with it. */
export const ApiKeyFileUnusable = fromTable<[string, string]>('SUP_API_KEY_FILE');

/** Argument: what is wrong, as the end of a sentence. */
export const MultipartInvalid = fromTable<[string]>('SUP_MULTIPART_INVALID');
/** Argument: what is wrong with the URL, as the end of a sentence. */
export const MediaUrlForbidden = fromTable<[string]>('SUP_MEDIA_URL_FORBIDDEN');
/** Argument: why, as the end of a sentence. */
export const MediaUrlFailed = fromTable<[string]>('SUP_MEDIA_URL_FAILED');
/** Arguments: the session id, the upload's id. */
export const MediaUploadNotFound = fromTable<[string, string]>('SUP_MEDIA_UPLOAD_NOT_FOUND');
/** Arguments: the limit in bytes, whose it is, as in "a message of the kind "image" may have". */
export const MediaTooLarge = fromTable<[number, string]>('SUP_MEDIA_TOO_LARGE');
/** Arguments: the kind, what it takes, what the file is. */
export const MediaTypeWrong = fromTable<[string, string, string]>('SUP_MEDIA_TYPE');
/** Argument: the bytes of the file. */
export const RangeNotSatisfiable = fromTable<[number]>('SUP_RANGE_NOT_SATISFIABLE');
export const MediaEmpty = fromTable<[]>('SUP_MEDIA_EMPTY');

/** Argument: the webhook's id. */
export const WebhookNotFound = fromTable<[string]>('SUP_WEBHOOK_NOT_FOUND');
/** Argument: a sentence that names the field. */
export const WebhookInvalid = fromTable<[string]>('SUP_WEBHOOK_INVALID');
/** Arguments: the webhook's id, the setting. */
export const WebhookFixed = fromTable<[string, string]>('SUP_WEBHOOK_FIXED');
/** Argument: the backup's id. */
export const BackupNotFound = fromTable<[string]>('SUP_BACKUP_NOT_FOUND');
/** Arguments: the backup's id, what is wrong with it, as the end of a sentence. */
export const BackupUnusable = fromTable<[string, string]>('SUP_BACKUP_UNUSABLE');
/** Arguments: the backup's id, what is wrong with the key, as the end of a sentence. */
export const BackupKeyWrong = fromTable<[string, string]>('SUP_BACKUP_KEY_WRONG');
/** Arguments: the session id, what was to be done with it, why not, as the end of a sentence. */
export const BackupFailed = fromTable<[string, string, string]>('SUP_BACKUP_FAILED');
/** Arguments: the folder, whose it is, as the end of a sentence. */
export const BackupFolderTaken = fromTable<[string, string]>('SUP_BACKUP_FOLDER_TAKEN');
export const BackupRunning = fromTable<[]>('SUP_BACKUP_RUNNING');
/** Argument: the session id. */
export const NothingToBackUp = fromTable<[string]>('SUP_NOTHING_TO_BACK_UP');
/** Arguments: the session id, its present state. */
export const SessionNotStopped = fromTable<[string, string]>('SUP_SESSION_NOT_STOPPED');
/** Arguments: the bytes of the path in the data folder, in the temp folder, and what is allowed. */
export const SocketPathTooLong = fromTable<[number, number, number]>('SUP_SOCKET_PATH_TOO_LONG');
/** Arguments: how many sessions the list had, after how many seconds an empty one is obeyed. */
export const ListHeldBack = fromTable<[number, number]>('SUP_LIST_HELD_BACK');
export const NoDjango = fromTable<[]>('SUP_NO_DJANGO');
export const StillRestoring = fromTable<[]>('SUP_STILL_RESTORING');
/** Argument: what is wrong, as the end of a sentence. */
export const DirectoryUnavailable = fromTable<[string, ErrorOptions?]>('SUP_DIRECTORY_UNAVAILABLE');
/** Arguments: the folder, the pid of its owner. */
export const DataFolderTaken = fromTable<[string, number]>('SUP_DATA_FOLDER_TAKEN');
/** Argument: the session id. */
export const WorkerNotStarted = fromTable<[string]>('SUP_WORKER_NOT_STARTED');

function fromTable<Args extends unknown[]>(code: ErrorCode) {
  const row = errorTable[code];
  return createError<Args>(code, row.message, row.statusCode);
}
