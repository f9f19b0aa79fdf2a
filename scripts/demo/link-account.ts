import QRCode from 'qrcode';
import { sessionReached } from '../service/session-reached.ts';
import type { Person } from './cast.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const qrTimeoutMs = 60_000;
const connectTimeoutMs = 60_000;

/** Creates a session, lets the phone scan the QR code that the service offers, and waits until the session is connected. */
export async function linkAccount(stage: Stage, screen: Screen, person: Person, showsCode: boolean, signal: AbortSignal): Promise<void> {
  const { sessionId, userId, instanceName, name } = person;
  await screen.during(`${sessionId}: created, its browser starts`, async (update) => {
    await stage.api.post('/api/v1/sessions', { session_id: sessionId, user_id: userId, instance_name: instanceName }, signal);
    await sessionReached(stage.api, { sessionId, status: 'qr_required', timeoutMs: qrTimeoutMs, signal });
    const { qr } = await stage.api.get<{ qr: string }>(`/api/v1/sessions/${sessionId}/qr`, signal);
    if (showsCode) screen.say(`\n${indented(await drawn(qr, screen.isRich))}\n`);
    update(`${sessionId}: ${name}'s phone scans its QR code`);
    await stage.phoneOf(person).scan(qr);
    await sessionReached(stage.api, { sessionId, status: 'connected', timeoutMs: connectTimeoutMs, signal });
    update(`${sessionId}: linked to ${name}'s phone`);
  });
}

/** Light on dark, as terminals are; colours of its own where they are allowed, so that it can be scanned on any of them. */
async function drawn(text: string, isRich: boolean): Promise<string> {
  const options = { errorCorrectionLevel: 'L', margin: 2 } as const;
  if (isRich) return QRCode.toString(text, { ...options, type: 'terminal', small: true });
  return QRCode.toString(text, { ...options, type: 'utf8', color: { dark: '#ffffff', light: '#000000' } });
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
