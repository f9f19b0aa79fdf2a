/** Where the media of a message can be had, as a path of this service. */
function mediaUrl(sessionId: string, messageId: string): string {
  return `/api/v1/sessions/${sessionId}/messages/${encodeURIComponent(messageId)}/media`;
}

/** A message as it is told to the outside: its media, where it has any, with the place where it can be had. */
export function withMediaUrl<T extends Readonly<Record<string, unknown>>>(sessionId: string, message: T): T {
  const { media, message_id: messageId } = message;
  if (typeof media !== 'object' || media === null || typeof messageId !== 'string') return message;
  return { ...message, media: { ...media, url: mediaUrl(sessionId, messageId) } };
}
