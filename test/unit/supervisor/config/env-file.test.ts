import { join } from 'node:path';
import { loadSettings } from '@whatsapp-service/supervisor/config/settings.ts';
import t from 'tap';

t.test('ENV_FILE names another file than .env, relative to the project', async (t) => {
  const rootDir = t.testdir({ '.env': 'PORT=3100\n', 'other.env': 'PORT=3200\n' });
  t.equal(loadSettings({}, { rootDir }).port, 3100);
  t.equal(loadSettings({ ENV_FILE: ' ' }, { rootDir }).port, 3100, 'an empty value counts as none');
  t.equal(loadSettings({ ENV_FILE: 'other.env' }, { rootDir }).port, 3200);
  t.equal(loadSettings({ ENV_FILE: join(rootDir, 'other.env') }, { rootDir }).port, 3200);
});

t.test('ENV_FILE=/dev/null leaves the project’s own settings alone', async (t) => {
  const rootDir = t.testdir({ '.env': 'DJANGO_BASE_URL=https://app.example.org\n' });
  t.equal(loadSettings({ ENV_FILE: '/dev/null' }, { rootDir }).django, undefined);
});
