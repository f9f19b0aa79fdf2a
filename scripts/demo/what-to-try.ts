import { ann, ben } from './cast.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';

/** Where everything is, and commands to copy; a session that is not back gets one that asks for a new QR code. */
export function whatToTry({ api, apiKey, simulator, service }: Stage, screen: Screen, lostIds: readonly string[]): string {
  const send = `${api.url}/api/v1/sessions/${ann.sessionId}/messages`;
  const places = [
    ['URL', api.url],
    ['API key', apiKey],
    ['Reference', `${api.url}/docs  (any user name, the API key as the password)`],
    ['Simulated phones', `${simulator.apiUrl}/phones`],
    ["The service's log", service.log.path],
  ];
  const commands = [
    `curl -H 'x-api-key: ${apiKey}' ${api.url}/api/v1/sessions`,
    `curl -H 'x-api-key: ${apiKey}' -H 'content-type: application/json' -d '{"to":"+${ben.number}","text":"Hello from curl"}' ${send}`,
    ...lostIds.map((id) => `curl -X POST -H 'x-api-key: ${apiKey}' ${api.url}/api/v1/sessions/${id}/start`),
  ];
  return [
    ...places.map(([name, value]) => `  ${(name ?? '').padEnd(18)}${value}`),
    '',
    ...commands.map((command) => `  ${screen.paint('cyan', command)}`),
  ].join('\n');
}
