import type { ServiceInfo } from '@whatsapp-service/shared/api/service-info.ts';
import { CliFailure } from '../cli-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ServiceClient } from '../service-client.ts';
import { fault, ok, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Whether the service runs, takes the key and is well. */
export async function checkService(client: () => ServiceClient): Promise<Finding> {
  try {
    const made = client();
    const { status, versions, reasons } = await made.get<ServiceInfo>('/api/v1/service');
    const message = `Version ${versions.service} answers at ${made.url.href} and is ${status}.`;
    const [reason] = reasons;
    return reason === undefined
      ? ok('service', message)
      : fault('service', `${message} ${reason.message}`, 'See the checks above, and "whatsapp-service logs --level warn".');
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    const { message } = error;
    if (error.exitCode === exitCodes.refused)
      return fault('service', message, 'Name a file with a key that the service has, by --key-file.');
    if (error.exitCode === exitCodes.failed)
      return fault('service', message, 'See what listens there, and whether PORT is that of the service.');
    const remedy =
      error.exitCode === exitCodes.usage
        ? 'Start the service once, which makes a key.'
        : 'Start it: npm start, or by pm2 or systemd (docs/restart.md).';
    return warning('service', message, remedy);
  }
}
