/** A message as it is told to the outside: its media, where it has any, with the place where it can be had. */
export type WithMediaUrl = <T extends Readonly<Record<string, unknown>>>(sessionId: string, message: T) => T;

/** Where media can be had of a service that answers below a path of its host; the path is '' where it has the host to itself. */
export function mediaUrls(basePath: string): WithMediaUrl {
  return (sessionId, message) => {
    const { media, message_id: messageId } = message;
    if (typeof media !== 'object' || media === null || typeof messageId !== 'string') return message;
    const url = `${basePath}/api/v1/sessions/${sessionId}/messages/${encodeURIComponent(messageId)}/media`;
    return { ...message, media: { ...media, url } };
  };
}
