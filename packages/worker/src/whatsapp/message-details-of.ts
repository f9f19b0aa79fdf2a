import type { MessageData } from '@whatsapp-service/shared/ipc/message-data.ts';
import { property, textOf, timeOf } from './raw-value.ts';
import type { RawMessage } from './message-data-of.ts';

type Details = Pick<MessageData, 'starred' | 'forwarded' | 'edited_at' | 'mentions' | 'location' | 'vcards' | 'poll' | 'scheduled_event'>;

/** What only some kinds of messages have; cut so that a message stays well below a frame's largest body. */
export function detailsOf(raw: RawMessage): Details {
  const mentions = idsOf(raw.mentionedIds);
  const location = locationOf(raw.location);
  const vcards = texts(raw.vCards, 40, 4_000);
  const poll = pollOf(raw);
  const editedAt = new Date(typeof raw.latestEditSenderTimestampMs === 'number' ? raw.latestEditSenderTimestampMs : Number.NaN);
  const event = eventOf(raw);
  return {
    ...(raw.isStarred === true ? { starred: true } : {}),
    ...(raw.isForwarded === true ? { forwarded: true } : {}),
    ...(Number.isNaN(editedAt.getTime()) ? {} : { edited_at: editedAt.toISOString() }),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(location === undefined ? {} : { location }),
    ...(vcards.length === 0 ? {} : { vcards }),
    ...(poll === undefined ? {} : { poll }),
    ...(event === undefined ? {} : { scheduled_event: event }),
  };
}

function idsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return texts(
    value.map((id: unknown) => (typeof id === 'string' ? id : property(id, '_serialized'))),
    1_024,
    64,
  ).filter((id) => id !== '');
}

function locationOf(value: unknown): Details['location'] {
  const [latitude, longitude] = [Number(property(value, 'latitude')), Number(property(value, 'longitude'))];
  if (typeof value !== 'object' || value === null || !Number.isFinite(latitude) || !Number.isFinite(longitude)) return undefined;
  const description = property(value, 'description');
  return { latitude, longitude, description: typeof description === 'string' ? description.slice(0, 2_100) : '' };
}

function pollOf({ type, pollName, pollOptions, allowMultipleAnswers }: RawMessage): Details['poll'] {
  if (type !== 'poll_creation' || typeof pollName !== 'string' || !Array.isArray(pollOptions)) return undefined;
  const options = texts(
    pollOptions.map((option: unknown) => property(option, 'name')),
    20,
    255,
  );
  return { question: pollName.slice(0, 1_000), options, multiple_answers: allowMultipleAnswers === true };
}

/** An announced event; the library has nothing of it but what the page has. */
function eventOf({ type, rawData }: RawMessage): Details['scheduled_event'] {
  if (type !== 'event_creation') return undefined;
  const location = property(rawData, 'eventLocation');
  return {
    name: textOf(property(rawData, 'eventName'), 1_000) ?? '',
    description: textOf(property(rawData, 'eventDescription'), 4_000),
    start_time: timeOf(property(rawData, 'eventStartTime')),
    end_time: timeOf(property(rawData, 'eventEndTime')),
    location: textOf(typeof location === 'string' ? location : property(location, 'name'), 2_000),
    call_link: textOf(property(rawData, 'eventJoinLink'), 1_000),
    canceled: property(rawData, 'isEventCanceled') === true,
  };
}

function texts(value: unknown, count: number, length: number): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((item: unknown) => typeof item === 'string')
    .slice(0, count)
    .map((item) => item.slice(0, length));
}
