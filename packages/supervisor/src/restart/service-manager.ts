/** What starts the service again when it ends; "none" where nothing is known to. */
export type ServiceManager = 'launcher' | 'pm2' | 'systemd' | 'supervisord' | 'container' | 'none';

export interface ManagerFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** Whether a path exists. */
  readonly exists: (path: string) => boolean;
}

const marksOfContainers = ['/.dockerenv', '/run/.containerenv'];

/** Finds out by what each manager leaves in the environment; the innermost one counts, as it is the one that sees the exit. */
export function serviceManager({ env, pid, exists }: ManagerFacts): ServiceManager {
  if (env['WHATSAPP_SERVICE_LAUNCHER'] === '1') return 'launcher';
  if (env['pm_id'] !== undefined) return 'pm2';
  if (env['SUPERVISOR_ENABLED'] !== undefined) return 'supervisord';
  const isNamed = env['KUBERNETES_SERVICE_HOST'] !== undefined || env['container'] !== undefined;
  const isContained = pid === 1 || isNamed || marksOfContainers.some(exists);
  if (isContained) return 'container';
  return env['INVOCATION_ID'] === undefined ? 'none' : 'systemd';
}
