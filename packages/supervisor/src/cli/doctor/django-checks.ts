import type { DjangoSettings } from '../../config/settings.ts';
import { DjangoDirectory } from '../../directory/django-directory.ts';
import { tryProgram } from '../../workers/try-program.ts';
import { fault, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Whether Django answers with the list of sessions. */
export async function checkDjango(django: DjangoSettings | undefined): Promise<Finding> {
  if (django === undefined) return ok('django', 'DJANGO_BASE_URL is not set: the service keeps the list of sessions itself.');
  try {
    const { sessions, malformed } = await new DjangoDirectory(django).fetch(AbortSignal.timeout(2 * django.timeoutMs));
    const listed = `Django lists ${sessions.length} session(s).`;
    const [first] = malformed;
    if (first === undefined) return ok('django', listed);
    return warning(
      'django',
      `${listed} ${malformed.length} more cannot be read: ${first}`,
      'Mend those entries in Django (docs/django.md has their form).',
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fault(
      'django',
      message,
      'See that Django runs, that this machine reaches DJANGO_BASE_URL, and that DJANGO_API_KEY here is WHATSAPP_DJANGO_API_KEY there.',
    );
  }
}

/** Webhooks are refused by their receivers when signed five minutes off. */
const faultMs = 240_000;
const warningMs = 30_000;
const timedatectlMs = 5_000;

/** Whether the clock is right: beside Django's, and by what the machine itself says of its synchronization. */
export async function checkClock(
  django: DjangoSettings | undefined,
  now: () => number = Date.now,
  timedatectl = 'timedatectl',
): Promise<Finding> {
  const offset = django === undefined ? undefined : await offsetFrom(django, now);
  if (offset !== undefined && Math.abs(offset) >= warningMs) {
    const message = `The clock is ${Math.round(Math.abs(offset) / 1_000)} s ${offset > 0 ? 'ahead of' : 'behind'} Django’s.`;
    return (Math.abs(offset) >= faultMs ? fault : warning)('clock', message, 'Have both machines keep the time: timedatectl set-ntp true');
  }
  const { code, stdout } = await tryProgram(timedatectl, ['show', '--property=NTPSynchronized', '--value'], timedatectlMs);
  if (code === 0 && stdout.trim() === 'no') {
    return warning(
      'clock',
      'The clock is not synchronized.',
      'timedatectl set-ntp true. WhatsApp and the receivers of webhooks refuse what is minutes off.',
    );
  }
  if (offset !== undefined) return ok('clock', 'The clock is that of Django.');
  return code === 0 ? ok('clock', 'The clock is synchronized.') : ok('clock', 'There is nothing here to compare the clock with.');
}

/** How far this clock is ahead, in milliseconds; undefined where the answer has no time. Half the way there is an error of at most the timeout. */
async function offsetFrom({ baseUrl, timeoutMs }: DjangoSettings, now: () => number): Promise<number | undefined> {
  try {
    const askedMs = now();
    const response = await fetch(baseUrl, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const theirs = Date.parse(response.headers.get('date') ?? '');
    return Number.isNaN(theirs) ? undefined : (askedMs + now()) / 2 - theirs;
  } catch {
    // Whether it is reachable is the matter of another check.
    return undefined;
  }
}
