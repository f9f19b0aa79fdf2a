import { serverLink } from '#page/socket/server-link.ts';
import { UNMUTED_STATE } from '#page/channels/WAWebNewsletterModelUtils.ts';

type Setting = { newsletterJid: string; type: string; muteExpirationValue: number };

/** Mutes a channel, or no longer. */
export async function updateNewsletterUserSetting({ newsletterJid, muteExpirationValue }: Setting): Promise<void> {
  await serverLink.request('channel_mute', { channel: newsletterJid, muted: muteExpirationValue !== UNMUTED_STATE });
}
