import { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { getNewsletterDirectoryPageSize } from '#page/channels/WAWebNewsletterGatingUtils.ts';
import { requireModule } from '#page/core/registry.ts';
import type { WireChannel } from '../../protocol/server-frames.ts';

type Gating = { getNewsletterDirectoryPageSize: typeof getNewsletterDirectoryPageSize };

/** Looks for channels that the account does not follow. */
export async function fetchNewsletterDirectories({ searchText }: { searchText: string }): Promise<{ newsletters: NewsletterModel[] }> {
  const found = (await serverLink.request('channel_search', { text: searchText })) as WireChannel[];
  // Through the registry: whatsapp-web.js replaces the function there.
  const size = (requireModule('WAWebNewsletterGatingUtils') as Gating).getNewsletterDirectoryPageSize();
  const newsletters = found.slice(0, size).map((wire) => {
    const channel = new NewsletterModel(wire.id);
    channel.learn(wire);
    return channel;
  });
  return { newsletters };
}
