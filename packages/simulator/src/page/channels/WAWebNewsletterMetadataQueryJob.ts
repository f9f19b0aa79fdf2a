import { serverLink } from '#page/socket/server-link.ts';
import type { WireChannel } from '../../protocol/server-frames.ts';

/** What an invite code says of its channel, as deep as the real one's answer. */
export async function queryNewsletterMetadataByInviteCode(code: string): Promise<Record<string, unknown>> {
  const channel = (await serverLink.request('channel_by_code', { code })) as WireChannel;
  const { id, name, description, createdAt, inviteCode, followers } = channel;
  return {
    idJid: id,
    newsletterCreationTimeMetadataMixin: { creationTimeValue: createdAt },
    newsletterNameMetadataMixin: { nameElementValue: name, nameUpdateTime: createdAt },
    newsletterDescriptionMetadataMixin: {
      descriptionQueryDescriptionResponseMixin: { elementValue: description, updateTime: createdAt },
    },
    newsletterInviteLinkMetadataMixin: { inviteCode },
    newsletterStateMetadataMixin: { stateType: 'active' },
    newsletterSubscribersMetadataMixin: { subscribersCount: followers },
    newsletterVerificationMetadataMixin: { verificationState: 'unverified' },
  };
}
