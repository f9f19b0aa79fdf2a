import type { RouteContext, TypedApp } from '../route-context.ts';
import { addAuditRoutes } from './audit-routes.ts';
import { addBackupRoutes } from './backup-routes.ts';
import { addBulkCreateRoute, addBulkRoutes } from './bulk-routes.ts';
import { addBundleRoutes } from './bundle-routes.ts';
import { addCallRoutes } from './call-routes.ts';
import { addChatRoutes } from './chat-routes.ts';
import { addContactCommandRoutes } from './contact-command-routes.ts';
import { addContactRoutes } from './contact-routes.ts';
import { addDeliveryRoutes } from './delivery-routes.ts';
import { addDriftRoutes } from './drift-routes.ts';
import { addEventRoutes } from './event-routes.ts';
import { addChannelPeopleRoutes } from './channel-people-routes.ts';
import { addChannelRoutes } from './channel-routes.ts';
import { addGroupInviteRoutes } from './group-invite-routes.ts';
import { addGroupPeopleRoutes } from './group-people-routes.ts';
import { addGroupRoutes } from './group-routes.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addMessageReadRoutes } from './message-read-routes.ts';
import { addMessageActRoutes } from './message-act-routes.ts';
import { addMediaDownloadRoutes } from './media-download-routes.ts';
import { addMediaRoutes } from './media-routes.ts';
import { addMessageRoutes } from './message-routes.ts';
import { addMetricsRoutes } from './metrics-routes.ts';
import { withMultipart } from './multipart-scope.ts';
import { addPairingRoutes } from './pairing-routes.ts';
import { addKeyRoutes } from './key-routes.ts';
import { addLabelRoutes } from './label-routes.ts';
import { addPictureRoutes } from './picture-routes.ts';
import { addProfileRoutes } from './profile-routes.ts';
import { addStatusRoutes } from './status-routes.ts';
import { addReferenceRoutes } from './reference-routes.ts';
import { addRestartRoutes } from './restart-routes.ts';
import { addScreenshotRoutes } from './screenshot-routes.ts';
import { addSendRoutes } from './send-routes.ts';
import { addServiceRoutes } from './service-routes.ts';
import { addSessionCommandRoutes } from './session-command-routes.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addSignInRoutes } from './sign-in-routes.ts';
import { addWebhookRoutes } from './webhook-routes.ts';

/** Every route of the service. */
export function addRoutes(app: TypedApp, context: RouteContext): void {
  addSessionRoutes(app, context);
  addSessionCommandRoutes(app, context);
  addBundleRoutes(app, context);
  addScreenshotRoutes(app, context);
  addPairingRoutes(app, context);
  addMessageReadRoutes(app, context);
  addMessageActRoutes(app, context);
  addChatRoutes(app, context);
  addSendRoutes(app, context);
  addBulkRoutes(app, context);
  withMultipart(app, (scope) => {
    addMessageRoutes(scope, context);
    addBulkCreateRoute(scope, context);
    addMediaRoutes(scope, context);
    addPictureRoutes(scope, context);
  });
  addMediaDownloadRoutes(app, context);
  addContactRoutes(app, context);
  addContactCommandRoutes(app, context);
  addProfileRoutes(app, context);
  addLabelRoutes(app, context);
  addStatusRoutes(app, context);
  addCallRoutes(app, context);
  addGroupRoutes(app, context);
  addGroupPeopleRoutes(app, context);
  addGroupInviteRoutes(app, context);
  addRoutesOfChannels(app, context);
  addEventRoutes(app, context);
  addWebhookRoutes(app, context);
  addDeliveryRoutes(app, context);
  addBackupRoutes(app, context);
  addRoutesOfKeys(app, context);
  addServiceRoutes(app, context);
  addDriftRoutes(app, context);
  addRestartRoutes(app, context);
  addHealthRoutes(app, context);
  addMetricsRoutes(app, context);
  addReferenceRoutes(app);
}

function addRoutesOfKeys(app: TypedApp, context: RouteContext): void {
  addKeyRoutes(app, context);
  addAuditRoutes(app, context);
  addSignInRoutes(app, context);
}

function addRoutesOfChannels(app: TypedApp, context: RouteContext): void {
  addChannelRoutes(app, context);
  addChannelPeopleRoutes(app, context);
}
