// Builds the status page into packages/dashboard/dist. Part of the set-up.
import { fileURLToPath } from 'node:url';
import { buildDashboard } from './dashboard/build-dashboard.mjs';

await buildDashboard(fileURLToPath(new URL('..', import.meta.url)));
