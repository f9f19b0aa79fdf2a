import type { MessageExtras } from '@whatsapp-service/shared/ipc/message-extras.ts';
import type { RawMessage } from './message-data-of.ts';
import { countOf, idOf, listOf, property, textOf, timeOf } from './raw-value.ts';

const mostLinks = 20;
const longestLink = 1_000;
const notices: ReadonlySet<string> = new Set([
  'gp2',
  'group_notification',
  'e2e_notification',
  'notification',
  'notification_template',
  'broadcast_notification',
  'newsletter_notification',
]);

/** What only few messages have beside their text; cut so that a message stays well below a frame's largest body. */
export function extrasOf(raw: RawMessage): MessageExtras {
  return {
    ...sharingOf(raw),
    ...linksOf(raw.links),
    ...groupMentionsOf(raw.groupMentions),
    ...quotedOf(raw.rawData),
    ...byType(raw),
  };
}

function sharingOf({ forwardingScore, isEphemeral, rawData }: RawMessage): MessageExtras {
  const score = countOf(forwardingScore);
  const seconds = countOf(property(rawData, 'ephemeralDuration'));
  return {
    ...(score === null || score === 0 ? {} : { forwarding_score: Math.min(score, 127) }),
    ...(isEphemeral === true ? { disappears: true } : {}),
    ...(isEphemeral === true && seconds !== null && seconds > 0 ? { disappears_after_seconds: seconds } : {}),
  };
}

function linksOf(value: unknown): MessageExtras {
  const links = listOf(value, 1_000).flatMap((link) => {
    const url = property(link, 'link');
    // A link that is cut leads elsewhere.
    return typeof url === 'string' && url.length <= longestLink ? [{ url, suspicious: property(link, 'isSuspicious') === true }] : [];
  });
  return links.length === 0 ? {} : { links: links.slice(0, mostLinks) };
}

function groupMentionsOf(value: unknown): MessageExtras {
  const groups = listOf(value, 20).flatMap((mention) => {
    const groupId = idOf(property(mention, 'groupJid'));
    return groupId === null ? [] : [{ group_id: groupId, subject: textOf(property(mention, 'groupSubject'), 256) ?? '' }];
  });
  return groups.length === 0 ? {} : { group_mentions: groups };
}

function quotedOf(rawData: unknown): MessageExtras {
  const quoted = property(rawData, 'quotedMsg');
  if (typeof quoted !== 'object' || quoted === null) return {};
  // The body of a file is its preview, in base64.
  const isFile = typeof (property(quoted, 'mimetype') ?? property(quoted, 'directPath')) === 'string';
  const text = textOf(property(quoted, isFile ? 'caption' : 'body'), 2_000) ?? '';
  const author = idOf(property(rawData, 'quotedParticipant'));
  return { quoted: { author, type: textOf(property(quoted, 'type'), 64) ?? 'unknown', text } };
}

function byType({ type, rawData, inviteV4 }: RawMessage): MessageExtras {
  if (type === 'groups_v4_invite') return inviteOf(inviteV4);
  if (type === 'order') return orderOf(rawData);
  if (type === 'product') return productOf(rawData);
  if (type === 'payment') return { payment: paymentOf(rawData) };
  if (type === 'call_log') return { call: callOf(rawData) };
  return type !== undefined && notices.has(type) ? { notice: { kind: type, action: textOf(property(rawData, 'subtype'), 64) } } : {};
}

function inviteOf(invite: unknown): MessageExtras {
  const code = textOf(property(invite, 'inviteCode'), 128);
  if (code === null) return {};
  const group_name = textOf(property(invite, 'groupName'), 256);
  return {
    group_invite: { group_id: idOf(property(invite, 'groupId')), group_name, code, expires_at: timeOf(property(invite, 'inviteCodeExp')) },
  };
}

function orderOf(rawData: unknown): MessageExtras {
  const order_id = textOf(property(rawData, 'orderId'), 256);
  if (order_id === null) return {};
  const [title, seller] = [textOf(property(rawData, 'orderTitle'), 1_000), idOf(property(rawData, 'sellerJid'))];
  return { order: { order_id, title, item_count: countOf(property(rawData, 'itemCount')), seller } };
}

function productOf(rawData: unknown): MessageExtras {
  const product_id = textOf(property(rawData, 'productId'), 256);
  if (product_id === null) return {};
  const [title, description] = [textOf(property(rawData, 'title'), 1_000), textOf(property(rawData, 'description'), 4_000)];
  return { product: { product_id, title, description, seller: idOf(property(rawData, 'businessOwnerJid')) } };
}

function paymentOf(rawData: unknown): NonNullable<MessageExtras['payment']> {
  return {
    currency: textOf(property(rawData, 'paymentCurrency'), 16),
    amount_1000: countOf(property(rawData, 'paymentAmount1000')),
    receiver: idOf(property(rawData, 'paymentMessageReceiverJid')),
    time: timeOf(property(rawData, 'paymentTransactionTimestamp')),
    status: countOf(property(rawData, 'paymentStatus')),
    note: textOf(property(property(rawData, 'paymentNoteMsg'), 'body'), 4_000),
  };
}

function callOf(rawData: unknown): NonNullable<MessageExtras['call']> {
  return {
    video: property(rawData, 'isVideoCall') === true,
    outcome: textOf(property(rawData, 'callOutcome'), 64),
    duration_seconds: countOf(property(rawData, 'callDuration')),
  };
}
