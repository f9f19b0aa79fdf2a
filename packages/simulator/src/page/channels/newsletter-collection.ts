import { Collection, type Key, keyText } from '#page/core/collection.ts';
import type { NewsletterMetadataModel } from '#page/channels/WAWebNewsletterModel.ts';
import { NewsletterModel } from '#page/channels/WAWebNewsletterModel.ts';
import { serverLink } from '#page/socket/server-link.ts';
import type { WireChannel } from '../../protocol/server-frames.ts';

export class NewsletterCollection extends Collection<NewsletterModel> {
  learn(wire: WireChannel): NewsletterModel {
    const channel = this.get(wire.id) ?? this.add(new NewsletterModel(wire.id));
    channel.learn(wire);
    return channel;
  }

  /** Asks the server where the channel is not known; throws where there is none. */
  async find(key: Key): Promise<NewsletterModel> {
    return this.get(key) ?? this.learn((await serverLink.request('channel', { channel: keyText(key) })) as WireChannel);
  }
}

/** The channels that this page knows, those among them that the account only looked at as guests. */
export const WAWebNewsletterCollection = new NewsletterCollection();

/** What the page knows of channels besides their posts; the channels hold it. */
export const WAWebNewsletterMetadataCollection = {
  get(key: Key): NewsletterMetadataModel | undefined {
    return WAWebNewsletterCollection.get(key)?.newsletterMetadata;
  },

  async update(key: Key): Promise<void> {
    WAWebNewsletterCollection.learn((await serverLink.request('channel', { channel: keyText(key) })) as WireChannel);
  },
};
