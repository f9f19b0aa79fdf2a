import type { WorkerSide } from '@whatsapp-service/shared/ipc/contract.ts';
import type { MethodName, Result } from '@whatsapp-service/shared/ipc/side.ts';
import { clientSettings, contactData, messageData } from './fake-client.ts';

type Answers = { readonly [M in MethodName<WorkerSide>]?: Result<WorkerSide, M> };

const label = { label_id: '1', name: 'New', color: '#ff9485' };
const broadcast = { contact_id: '15550000002@c.us', timestamp: null, total_count: 1, unread_count: 0 };

/** What a worker answers about people, where no worker is. */
export const peopleAnswers = {
  'contact.check_number': { chatId: '15550000002@c.us', countryCode: '1', formatted: '+1 555' },
  'contact.list': { contacts: [contactData()], next: '15550000002@c.us' },
  'contact.get': { contact: contactData(), business: null },
  'contact.ids': { contacts: [{ contact_id: '1@lid', phone: '15550000002', lid: '1@lid' }] },
  'contact.set_blocked': {},
  'contact.picture': { url: 'https://pps.whatsapp.net/p.jpg' },
  'contact.about': { about: 'Busy' },
  'contact.common_groups': { chatIds: ['1@g.us'] },
  'contact.device_count': { count: 2 },
  'contact.note': { note: null },
  'contact.set_note': {},
  'profile.get': { phone: '1', lid: null, name: 'Ann', about: '', pictureUrl: null, platform: 'android', webVersion: '2.3' },
  'profile.set_name': {},
  'profile.set_about': {},
  'profile.set_picture': {},
  'profile.remove_picture': {},
  'presence.set': {},
  'settings.get': clientSettings,
  'settings.set': { ...clientSettings, autoDownloadVideos: false },
  'label.list': { labels: [label] },
  'label.chats': { label, chatIds: ['1@c.us'], next: '1@c.us' },
  'label.of_chat': { labels: [label] },
  'label.set_of_chat': { labels: [] },
  'status.send': { messageId: 'true_status@broadcast_A', timestamp: '2026-11-23T16:00:00.000Z' },
  'status.revoke': {},
  'broadcast.list': { broadcasts: [broadcast], next: null },
  'broadcast.get': { broadcast, messages: [messageData()] },
  'call.reject': {},
  'call.create_link': { url: 'https://call.whatsapp.com/video/A' },
  'scheduled_event.respond': {},
  'scheduled_event.edit': messageData(),
  'contact.save': {},
  'contact.forget': {},
} satisfies Answers;
