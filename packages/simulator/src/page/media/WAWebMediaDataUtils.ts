/** Nothing is shown here, so nothing is cached. */
export function shouldUseMediaCache(): boolean {
  return false;
}
