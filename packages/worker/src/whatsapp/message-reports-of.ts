import type { DeliveryInfo, MessageReactions, PollVotes } from '@whatsapp-service/shared/ipc/message-reports.ts';
import { property } from './raw-value.ts';

const mostPeople = 2_000;
const mostOptions = 20;

/** How far a message got, in the contract's words. */
export function deliveryInfoOf(info: unknown): DeliveryInfo {
  return {
    delivered: reachedOf(property(info, 'delivery')),
    delivery_remaining: countOf(property(info, 'deliveryRemaining')),
    read: reachedOf(property(info, 'read')),
    read_remaining: countOf(property(info, 'readRemaining')),
    played: reachedOf(property(info, 'played')),
    played_remaining: countOf(property(info, 'playedRemaining')),
  };
}

/** Who reacted to a message, in the contract's words; the library lists the emojis with who gave each. */
export function reactionsOf(lists: unknown): MessageReactions {
  const given = listOf(lists).flatMap((list) => listOf(property(list, 'senders')));
  return given.slice(0, mostPeople).flatMap((reaction) => {
    const [emoji, sender] = [property(reaction, 'reaction'), idOf(property(reaction, 'senderId'))];
    if (typeof emoji !== 'string' || emoji === '' || sender === '') return [];
    return [{ emoji: emoji.slice(0, 64), sender, time: isoOf(property(reaction, 'timestamp'), 1_000) }];
  });
}

/** Who chose what in a poll, in the contract's words. */
export function pollVotesOf(votes: unknown): PollVotes {
  return listOf(votes).flatMap((vote) => {
    const voter = idOf(property(vote, 'voter'));
    if (voter === '') return [];
    const options = listOf(property(vote, 'selectedOptions')).map((option) => property(option, 'name'));
    const names = options.filter((name) => typeof name === 'string').slice(0, mostOptions);
    return [{ voter, options: names.map((name) => name.slice(0, 255)), time: isoOf(property(vote, 'interractedAtTs'), 1) }];
  });
}

function reachedOf(value: unknown): { contact_id: string; time: string }[] {
  return listOf(value).flatMap((entry) => {
    const id = idOf(property(entry, 'id'));
    const time = isoOf(property(entry, 't'), 1_000);
    return id === '' || time === null ? [] : [{ contact_id: id, time }];
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, mostPeople) : [];
}

function idOf(value: unknown): string {
  const id: unknown = typeof value === 'string' ? value : property(value, '_serialized');
  return typeof id === 'string' ? id.slice(0, 256) : '';
}

/** A time in units of so many milliseconds; null for what is none. */
function isoOf(value: unknown, unitMs: number): string | null {
  const time = new Date(typeof value === 'number' ? value * unitMs : Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : 0;
}
