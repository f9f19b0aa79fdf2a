import t from 'tap';
import { ConfirmTokens, tokenLifeMs } from '@whatsapp-service/supervisor/restart/confirm-tokens.ts';

t.test('a token counts once, for its mode, for two minutes, in its process', async (t) => {
  const tokens = new ConfirmTokens();
  const { token, expiresAtMs } = tokens.issue('full', 1_000);
  t.equal(expiresAtMs, 1_000 + tokenLifeMs);
  t.match(tokens.redeem(token, 'handover', 2_000), /given for the mode "full", not for "handover"/);
  t.match(tokens.redeem(token, 'full', expiresAtMs + 1), /older than 120 seconds/);
  t.match(new ConfirmTokens().redeem(token, 'full', 2_000), /none that this process gave/);
  t.equal(tokens.redeem(token, 'full', 2_000), undefined, 'refusals did not use it up');
  t.match(tokens.redeem(token, 'full', 2_000), /used before/);
});

t.test('what is no token, or was changed, is none', async (t) => {
  const tokens = new ConfirmTokens();
  const { token } = tokens.issue('full', 1_000);
  for (const wrong of ['', '.', 'x', 'a.b.c.d', token.replace('full', 'handover'), token.slice(0, -1), `${token}x`]) {
    t.match(tokens.redeem(wrong, 'handover', 2_000), /none that this process gave/, wrong);
  }
});
