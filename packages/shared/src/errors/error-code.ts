/** The code of an error, such as ENOENT or SUP_SESSION_NOT_FOUND; undefined where it has none. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
