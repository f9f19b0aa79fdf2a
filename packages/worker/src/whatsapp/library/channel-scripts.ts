import { historyPageScript } from './history-page.ts';

/** One page of the channels that are something to the account, by their ids. The library's getChannels() asks the server for each anew. */
export function channelPageScript(after: string | null, limit: number): string {
  return `
(() => {
  const { WAWebNewsletterCollection } = window.require('WAWebCollections');
  const channels = WAWebNewsletterCollection?.getModelsArray() ?? [];
  const mine = channels.filter(({ newsletterMetadata }) => !['guest', undefined].includes(newsletterMetadata?.membershipType));
  const all = mine.sort((a, b) => (a.id._serialized < b.id._serialized ? -1 : 1));
  const from = all.findIndex(({ id }) => id._serialized > ${JSON.stringify(after ?? '')});
  const page = from === -1 ? [] : all.slice(from, from + ${limit});
  return {
    channels: page.map((channel) => ({
      id: channel.id._serialized,
      name: channel.name ?? channel.formattedTitle,
      channelMetadata: { ...channel.newsletterMetadata.serialize(), createdAtTs: channel.newsletterMetadata.creationTime },
      muteExpiration: channel.mute?.expiration ?? 0,
      unreadCount: channel.unreadCount,
      t: channel.t,
    })),
    next: from !== -1 && from + page.length < all.length ? page.at(-1).id._serialized : null,
  };
})()`;
}

/** Whether the account may post in a channel: 'full', 'read_only', or 'none' where it does not follow it. */
export function channelAccessScript(channelId: string): string {
  return `
(() => {
  const channel = window.require('WAWebCollections').WAWebNewsletterCollection?.get(${JSON.stringify(channelId)});
  const role = channel?.newsletterMetadata?.membershipType ?? 'guest';
  if (role === 'guest') return 'none';
  return role === 'owner' || role === 'admin' ? 'full' : 'read_only';
})()`;
}

/** A page of a channel's posts. */
export function channelHistoryScript(channelId: string, limit: number, beforeMessage: string | null): string {
  return `
(async () => {
  const chat = window.require('WAWebCollections').WAWebNewsletterCollection.get(${JSON.stringify(channelId)});
  const before = ${JSON.stringify(beforeMessage)};
  const isPost = (msg) => !msg.isNotification && msg.type !== 'newsletter_notification';
  const older = () => {
    const posts = chat.msgs.getModelsArray().filter(isPost).sort((a, b) => a.t - b.t);
    const place = before === null ? posts.length : posts.findIndex((msg) => msg.id._serialized === before);
    return place === -1 ? undefined : posts.slice(0, place);
  };
${historyPageScript(limit)}
})()`;
}
