/** The start of a measurement that nobody reads. */
export function startMediaUploadQpl(): Record<string, never> {
  return {};
}
