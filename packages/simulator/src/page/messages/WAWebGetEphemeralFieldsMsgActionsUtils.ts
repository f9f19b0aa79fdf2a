/** No chat here makes its messages vanish. */
export function getEphemeralFields(): Record<string, never> {
  return {};
}
