import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SessionReason } from '@whatsapp-service/shared/session/session-reason.ts';
import t from 'tap';

const page = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8');

t.test('docs/operations.md says for each reason what to do', async (t) => {
  const codes = SessionReason.properties.code.anyOf.map(({ const: code }) => code);
  t.ok(codes.length > 20);
  for (const code of codes)
    t.match(page, new RegExp(`^\\| \`${code}\` \\| (connected|connecting|qr_required|disconnected) \\| [^|]+ \\| [^|]+ \\|$`, 'm'), code);
  for (const [, code = ''] of page.matchAll(/^\| `([a-z_]+)` \| [a-z_]+ \| /gm))
    t.ok(
      codes.some((known) => known === code),
      `${code} is a reason`,
    );
});
