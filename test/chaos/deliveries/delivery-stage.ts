import type { Phone } from '@whatsapp-service/simulator/phone/phone.ts';
import { startDjango } from '../../support/django.ts';
import type { RunningDjango } from '../../support/django.ts';
import { Lab } from '../../support/lab.ts';
import { testApiKey } from '../../support/service-process.ts';
import type { ServiceProcess } from '../../support/service-process.ts';
import { Road } from './road.ts';
import { Writers } from './writers.ts';

const sessionIds = ['anna', 'ben'] as const;
const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

/** A service with two accounts, a Django that its webhooks go to, and people who write. */
export class DeliveryStage {
  readonly lab: Lab;
  readonly django: RunningDjango;
  readonly road: Road;
  readonly writers: Writers;
  readonly webhookId: string;
  readonly sessionIds = sessionIds;
  #service: ServiceProcess;

  private constructor(parts: {
    lab: Lab;
    django: RunningDjango;
    road: Road;
    writers: Writers;
    webhookId: string;
    service: ServiceProcess;
  }) {
    this.lab = parts.lab;
    this.django = parts.django;
    this.road = parts.road;
    this.writers = parts.writers;
    this.webhookId = parts.webhookId;
    this.#service = parts.service;
  }

  static async open(): Promise<DeliveryStage> {
    // The page has what came while it was away before the library listens: it tells of none of that.
    const lab = await Lab.open({ offlineDelivery: 'before' });
    const service = await startOn(lab, '30');
    const extraEnv = { WHATSAPP_WEBHOOK_SECRET: secret, WHATSAPP_SERVICE_URL: service.url, WHATSAPP_SERVICE_API_KEY: testApiKey };
    const sessions = sessionIds.map((id) => ({ session_id: id, user_id: 1 }));
    const [phones, django] = await Promise.all([lab.linkAll(service, sessionIds), startDjango({ sessions, extraEnv })]);
    await lab.waitForLinkOnDisk(...sessionIds);
    const road = await Road.open(django.baseUrl);
    const webhookId = await register(django, road, service);
    const addressees = phones.map(({ number }, index) => ({ sessionId: sessionIds[index] ?? '', number }));
    const people: Phone[] = [lab.newPhone(), lab.newPhone(), lab.newPhone()];
    return new DeliveryStage({ lab, django, road, writers: new Writers(people, addressees), webhookId, service });
  }

  get service(): ServiceProcess {
    return this.#service;
  }

  /** Kills the service's own process. */
  async killService(): Promise<void> {
    await this.#service.stop('SIGKILL');
  }

  /** Starts it again; a session's process may wait so long for the next one that is killed, or ends at once ("0"). */
  async startService(graceSeconds: string): Promise<void> {
    this.#service = await startOn(this.lab, graceSeconds);
  }

  /** How often a session has logged in, by which a new connection is told from the one before. */
  async connectedAgain(sessionId: string, restarts: number): Promise<void> {
    await this.#service.waitForSession(sessionId, (session) => session.restarts > restarts && session.status === 'connected');
  }

  async allConnected(): Promise<void> {
    for (const id of sessionIds) await this.#service.waitForStatus(id, 'connected');
  }

  async close(): Promise<void> {
    await this.writers.stop();
    this.road.close();
    try {
      await this.lab.close();
    } finally {
      await this.django.stop();
    }
  }
}

async function startOn(lab: Lab, graceSeconds: string): Promise<ServiceProcess> {
  return lab.startService({ HANDOVER_GRACE_SECONDS: graceSeconds, WEBHOOK_ALLOWED_HOSTS: '127.0.0.1', WEBHOOK_TIMEOUT_MS: '5000' });
}

/** As people do it, by the example's own command. */
async function register(django: RunningDjango, road: Road, service: ServiceProcess): Promise<string> {
  const { code, stdout, stderr } = await django.manage(['register_webhook', road.url]);
  if (code !== 0 || !stdout.includes('A test event arrived')) throw new Error(`Django did not register itself: ${stdout}${stderr}`);
  const { body } = await service.api<{ webhooks: { id: string }[] }>('GET', '/api/v1/webhooks');
  return body.webhooks[0]?.id ?? '';
}
