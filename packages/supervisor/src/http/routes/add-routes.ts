import type { RouteContext, TypedApp } from '../route-context.ts';
import { addBundleRoutes } from './bundle-routes.ts';
import { addChatRoutes } from './chat-routes.ts';
import { addContactCommandRoutes } from './contact-command-routes.ts';
import { addContactRoutes } from './contact-routes.ts';
import { addDeliveryRoutes } from './delivery-routes.ts';
import { addEventRoutes } from './event-routes.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addMessageReadRoutes } from './message-read-routes.ts';
import { addMessageActRoutes } from './message-act-routes.ts';
import { addMessageRoutes } from './message-routes.ts';
import { addMetricsRoutes } from './metrics-routes.ts';
import { addPairingRoutes } from './pairing-routes.ts';
import { addReferenceRoutes } from './reference-routes.ts';
import { addRestartRoutes } from './restart-routes.ts';
import { addScreenshotRoutes } from './screenshot-routes.ts';
import { addSendRoutes } from './send-routes.ts';
import { addServiceRoutes } from './service-routes.ts';
import { addSessionCommandRoutes } from './session-command-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addWebhookRoutes } from './webhook-routes.ts';

/** Every route of the service. */
export function addRoutes(app: TypedApp, context: RouteContext): void {
  addSessionRoutes(app, context);
  addSessionCommandRoutes(app, context);
  addBundleRoutes(app, context);
  addScreenshotRoutes(app, context);
  addPairingRoutes(app, context);
  addMessageRoutes(app, context);
  addMessageReadRoutes(app, context);
  addMessageActRoutes(app, context);
  addChatRoutes(app, context);
  addSendRoutes(app, context);
  addContactRoutes(app, context);
  addContactCommandRoutes(app, context);
  addEventRoutes(app, context);
  addWebhookRoutes(app, context);
  addDeliveryRoutes(app, context);
  addServiceRoutes(app, context);
  addRestartRoutes(app, context);
  addHealthRoutes(app, context);
  addMetricsRoutes(app, context);
  addReferenceRoutes(app);
}
