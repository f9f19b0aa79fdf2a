import { WAWebNewsletterCollection } from '#page/channels/newsletter-collection.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireChannel } from '../../protocol/server-frames.ts';

type Wanted = { name: string; description: string | null };

/** Makes a channel. */
export async function createNewsletterQuery({ name, description }: Wanted): Promise<Record<string, unknown>> {
  const channel = (await serverLink.request('channel_create', { name, description: description ?? '' })) as WireChannel;
  WAWebNewsletterCollection.learn(channel);
  return {
    idJid: channel.id,
    newsletterInviteLinkMetadataMixin: { inviteCode: channel.inviteCode },
    newsletterCreationTimeMetadataMixin: { creationTimeValue: channel.createdAt },
  };
}
