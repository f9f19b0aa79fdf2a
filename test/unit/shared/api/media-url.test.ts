import t from 'tap';
import { mediaUrls } from '@whatsapp-service/shared/api/media-url.ts';

t.test('a message says where its media can be had, and one without media stays as it is', async (t) => {
  const withMediaUrl = mediaUrls('');
  const message = { message_id: 'false_1@c.us_A', text: '', media: { size: 5 } };
  t.same(withMediaUrl('s1', message).media, { size: 5, url: '/api/v1/sessions/s1/messages/false_1%40c.us_A/media' });
  t.match(mediaUrls('/whatsapp')('s1', message).media, { url: '/whatsapp/api/v1/sessions/s1/messages/false_1%40c.us_A/media' });
  const plain = { message_id: 'false_1@c.us_A', text: 'hello' };
  t.equal(withMediaUrl('s1', plain), plain);
});
