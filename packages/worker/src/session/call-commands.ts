import type { callMethods } from '@whatsapp-service/shared/ipc/methods/call-methods.ts';
import type { scheduledEventMethods } from '@whatsapp-service/shared/ipc/methods/scheduled-event-methods.ts';
import type { MethodHandlers } from '@whatsapp-service/shared/ipc/side.ts';
import type { WhatsAppClient } from '../whatsapp/whatsapp-port.ts';
import { askPage } from './ask-page.ts';

/** What is answered about calls and announced events; `client` throws where the session is not connected. */
export function callCommands(client: () => WhatsAppClient): MethodHandlers<typeof callMethods & typeof scheduledEventMethods> {
  return {
    'call.reject': ({ callId }) =>
      askPage('call.reject', async () => {
        await client().people.calls.reject(callId);
        return {};
      }),
    'call.create_link': ({ startTimeMs, kind }) =>
      askPage('call.create_link', async () => ({ url: await client().people.calls.createLink(new Date(startTimeMs), kind) })),
    'scheduled_event.edit': ({ messageId, event, canceled }) =>
      askPage('scheduled_event.edit', async () => client().people.scheduledEvents.edit(messageId, event, canceled)),
    'scheduled_event.respond': ({ messageId, response }) =>
      askPage('scheduled_event.respond', async () => {
        await client().people.scheduledEvents.respond(messageId, response);
        return {};
      }),
  };
}
