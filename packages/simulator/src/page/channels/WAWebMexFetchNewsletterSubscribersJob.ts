import { serverLink } from '#page/socket/server-link.ts';

type Subscriber = { number: string; role: string };

/** Those among the address book who follow a channel. */
export async function mexFetchNewsletterSubscribers(channel: string, limit: number): Promise<{ subscribers: Subscriber[] }> {
  const all = (await serverLink.request('channel_subscribers', { channel })) as Subscriber[];
  return { subscribers: all.slice(0, limit) };
}
