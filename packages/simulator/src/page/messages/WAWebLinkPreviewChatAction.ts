/** No page can be fetched here, so no link has a preview. */
export function getLinkPreview(): Promise<null> {
  return Promise.resolve(null);
}
