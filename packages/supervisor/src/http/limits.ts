/** A body's largest size; media does not come this way. */
export const bodyLimitBytes = 1024 * 1024;

/** Node's own largest header block (16 KiB) is kept; a path's part is far shorter than that. */
export const pathPartLimit = 1_024;

/** How long a socket may be silent; event streams beat more often. */
export const connectionTimeoutMs = 60_000;

/** How long the headers, and a body of JSON, may take to arrive. */
export const headersTimeoutMs = 15_000;
export const bodyTimeoutMs = 30_000;

/** How long an upload may take to arrive: 100 MB at 1 Mbit/s. It is the server's own limit; bodies of JSON have one that is shorter. */
export const requestTimeoutMs = 900_000;

/** How often node looks for requests beyond those two; its own 30 s would double them. */
export const timeoutCheckIntervalMs = 2_000;

/** Longer than the 60 s for which nginx keeps an idle connection, so that it is never the service that closes first. */
export const keepAliveTimeoutMs = 72_000;

/** How many event streams may be open at once. */
export const streamLimit = 100;

/** How often an idle stream says that it is alive. */
export const heartbeatIntervalMs = 15_000;

/** How long a stream's client may leave its socket unread. */
export const streamWriteTimeoutMs = 20_000;

/** How long an answer may take where the worker is asked: longer than the deadlines of the protocol itself. */
export const workerAnswerTimeoutMs = 45_000;
export const renderTimeoutMs = 10_000;

/** How long an upload may take, and a message with a file: it arrives or is fetched, and then goes through the page to WhatsApp. */
export const uploadTimeoutMs = requestTimeoutMs + 30_000;
export const messageTimeoutMs = uploadTimeoutMs + 240_000;

/** How long a file may take to come from WhatsApp and to be read: the worker's own 150 s, and as much for a caller that is slow. */
export const downloadTimeoutMs = 330_000;
