import { WAWebNewsletterCollection } from '#page/channels/newsletter-collection.ts';

export const ADMIN_NOTIFICATIONS = 'admin_notifications';
export const MUTED_STATE = -1;
export const UNMUTED_STATE = 0;

/** What the account is to the channel with this invite code, as far as the page knows. */
export function getRoleByIdentifier(inviteCode: string): string {
  const [known] = WAWebNewsletterCollection.filter(({ newsletterMetadata }) => newsletterMetadata.inviteCode === inviteCode);
  return known?.newsletterMetadata.membershipType ?? 'guest';
}
