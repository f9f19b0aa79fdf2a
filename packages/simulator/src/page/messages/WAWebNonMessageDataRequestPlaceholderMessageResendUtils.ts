/** No message is ever undecipherable here. */
export function handlePlaceholderMsgsSeen(): Promise<void> {
  return Promise.resolve();
}
