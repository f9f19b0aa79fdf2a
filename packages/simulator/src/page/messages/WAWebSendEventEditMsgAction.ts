import { createEventCallLink } from '#page/calls/WAWebGenerateEventCallLink.ts';
import type { MsgModel } from '#page/messages/WAWebMsgModel.ts';
import { serverLink } from '#page/socket/server-link.ts';

type EventFacts = {
  name: string;
  description?: string;
  startTime: number;
  endTime: number | null;
  location?: string;
  callType?: 'video' | 'voice' | 'none';
  isEventCanceled: boolean;
};

/** Announces an event anew. */
export async function sendEventEditMessage(event: EventFacts, msg: MsgModel): Promise<void> {
  const { name, description, startTime, endTime, location, callType = 'none', isEventCanceled } = event;
  const attributes = {
    eventName: name,
    eventDescription: description,
    eventStartTime: startTime,
    eventEndTime: endTime,
    eventLocation: location === undefined ? undefined : { name: location },
    eventJoinLink: callType === 'none' ? null : await createEventCallLink(startTime, callType),
    isEventCanceled,
  };
  await serverLink.request('edit_event', { messageId: msg.id.id, attributes });
  msg.set(attributes);
}
