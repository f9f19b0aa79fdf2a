/** The page keeps its posts in memory only. */
export function addNewsletterMsgsRecords(): Promise<void> {
  return Promise.resolve();
}

export function updateNewsletterMsgRecord(): Promise<void> {
  return Promise.resolve();
}
