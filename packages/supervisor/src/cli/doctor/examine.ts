import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { CliFailure } from '../cli-failure.ts';
import { checkBrowser } from './browser-checks.ts';
import { checkClock, checkDjango } from './django-checks.ts';
import { fault, ok } from './finding.ts';
import type { Finding } from './finding.ts';
import { checkFolders, checkPermissions } from './folder-checks.ts';
import { checkService } from './service-check.ts';
import { checkDisks, checkVolumes } from './volume-checks.ts';

/** Looks at this machine as the service would find it. Nothing is changed. */
export async function examine(context: CliContext, options: GlobalOptions): Promise<Finding[]> {
  try {
    const settings = context.settings();
    // One after the other: a browser that starts takes the processors from the others.
    return [
      ok('settings', 'The settings can be read, and each is allowed.'),
      ...(await checkBrowser(settings, context.env)),
      ...checkFolders(settings),
      ...checkPermissions(settings),
      ...checkVolumes(settings),
      ...checkDisks(settings),
      await checkDjango(settings.django),
      await checkClock(settings.django),
      await checkService(() => context.client(options)),
    ];
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return [fault('settings', error.message, 'docs/configuration.md says what is allowed; the other checks need the settings.')];
  }
}
