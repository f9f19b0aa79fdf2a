import t from 'tap';
import { placeOf } from '@whatsapp-service/supervisor/http/base-path.ts';

const places: Record<string, ReturnType<typeof placeOf>> = {
  '/whatsapp/': { is: 'inside', url: '/' },
  '/whatsapp/?a=/x': { is: 'inside', url: '/?a=/x' },
  '/whatsapp/api/v1/sessions?limit=5&x=%2F': { is: 'inside', url: '/api/v1/sessions?limit=5&x=%2F' },
  '/whatsapp/api/v1/sessions/a%2Fb': { is: 'inside', url: '/api/v1/sessions/a%2Fb' },
  '/whatsapp/whatsapp/livez': { is: 'inside', url: '/whatsapp/livez' },
  '/whatsapp//livez': { is: 'inside', url: '//livez' },
  '/whatsapp/../livez': { is: 'inside', url: '/../livez' },
  'http://host.example/whatsapp/livez': { is: 'inside', url: '/livez' },
  '/livez': { is: 'inside', url: '/livez' },
  '/readyz?verbose': { is: 'inside', url: '/readyz?verbose' },
  'http://host.example/metrics': { is: 'inside', url: '/metrics' },
  '/whatsapp': { is: 'edge', query: '' },
  '/whatsapp?a=1#b': { is: 'edge', query: '?a=1' },
  '/': { is: 'outside' },
  '*': { is: 'outside' },
  '': { is: 'outside' },
  '/whatsappx': { is: 'outside' },
  '/whatsapp.json/livez': { is: 'outside' },
  '/WhatsApp/livez': { is: 'outside' },
  '/whatsapp%2Flivez': { is: 'outside' },
  '/%77hatsapp/livez': { is: 'outside' },
  '//whatsapp/livez': { is: 'outside' },
  '/x/../whatsapp/livez': { is: 'outside' },
  '/?/whatsapp/livez': { is: 'outside' },
  '/livez/': { is: 'outside' },
  '/livez/../api/v1/sessions': { is: 'outside' },
  '/api/v1/sessions': { is: 'outside' },
  'http://host.example': { is: 'outside' },
  'http://whatsapp/livez/x': { is: 'outside' },
};

for (const [url, place] of Object.entries(places)) {
  t.test(`"${url}" is ${place.is} with a path`, async (t) => {
    t.strictSame(placeOf(url, '/whatsapp'), place);
    t.strictSame(placeOf(url, ''), { is: 'inside', url }, 'and without one it is left alone');
  });
}

t.test('a path may have several parts, none of which is a pattern', async (t) => {
  t.strictSame(placeOf('/a.b/c/livez', '/a.b/c'), { is: 'inside', url: '/livez' });
  t.strictSame(placeOf('/a.b/livez', '/a.b/c'), { is: 'outside' });
  t.strictSame(placeOf('/axb/c/livez', '/a.b/c'), { is: 'outside' });
});
