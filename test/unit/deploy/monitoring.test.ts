import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { metricDefinitions } from '@whatsapp-service/supervisor/metrics/metric-definitions.ts';
import { ServiceMetrics } from '@whatsapp-service/supervisor/metrics/service-metrics.ts';
import { projectFolder } from '../../support/deploy-image.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const read = (path: string): string => readFileSync(join(projectFolder, 'deploy', path), 'utf8');
const rules = (parse(read('prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('grafana/whatsapp-service.json')) as { panels: Panel[] };
const queries = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map((target) => ({ title, text: `${target.expr} ${target.legendFormat}` })),
);
const asked = [...rules.map(({ alert, expr }) => ({ title: alert, text: expr })), ...queries];

/** The labels of each metric of the service's own; what Prometheus adds is not among them. */
function labelsOf(name: string): readonly string[] {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  return [['le', 'job'], ...Object.entries(metricDefinitions).flatMap(([each, { labels }]) => (each === base ? [labels] : []))].flat();
}

function metricsIn(text: string): string[] {
  return [...text.matchAll(/\b(?:whatsapp|nodejs|process)_\w+/g)].map(([name]) => name);
}

/** The metrics of a service that has nothing: every name is there all the same. */
function emptyService(): ServiceMetrics {
  return new ServiceMetrics({
    sessions: () => [],
    statuses: () => ({}),
    startsWaiting: () => 0,
    startsInProgress: () => 0,
    breaker: () => 'closed',
    backups: () => ({ schedule: null, next_run_at: null, running: false, last_run: null }),
    lastRestoration: () => null,
    sends: () => new Map(),
    sendQueue: () => ({ waiting: 0, in_progress: 0 }),
    eventLog: () => ({ events: 0, databaseBytes: 0 }),
    webhooks: () => ({ attempts: { delivered: 0, failed: 0 }, givenUp: 0, each: [] }),
  });
}

t.test('every metric that is asked for is one that /metrics answers with', async (t) => {
  const body = await emptyService().text();
  const types = new Map([...body.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const isThere = (name: string): boolean => types.has(name) || types.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram';
  for (const { title, text } of asked) for (const name of metricsIn(text)) t.ok(isThere(name), `${title}: ${name}`);
  t.ok(asked.flatMap(({ text }) => metricsIn(text)).length > 30, 'they were found at all');
  t.notOk(isThere('whatsapp_session'), 'a misspelt one would be seen');
});

t.test('every label that is asked for is one of the metric’s', async (t) => {
  for (const { title, text } of asked) {
    const known = metricsIn(text).flatMap((name) => labelsOf(name));
    const labels = [...text.matchAll(/(\w+)!?="/g), ...text.matchAll(/(?:by|on) \((\w+)\)/g), ...text.matchAll(/\{\{(\w+)\}\}/g)].map(
      ([, label = '']) => label,
    );
    for (const label of labels) t.ok(known.includes(label) || label === 'job', `${title}: ${label}`);
  }
});

t.test('what the list of figures asks for is on the dashboard', async (t) => {
  const shown = new Set(queries.flatMap(({ text }) => metricsIn(text).map((name) => name.replace(/_bucket$/, ''))));
  const left = Object.keys(metricDefinitions).filter((name) => !shown.has(name));
  t.strictSame(left, [
    'whatsapp_session_connected',
    'whatsapp_session_processes',
    'whatsapp_session_meaningless_events_total',
    'whatsapp_backup_next_run_timestamp_seconds',
    'whatsapp_backup_last_run_success',
    'whatsapp_webhook_events_given_up_total',
    'whatsapp_webhook_enabled',
  ]);
});

t.test('the panels do not cover one another', async (t) => {
  const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  t.equal(new Set(cells).size, cells.length);
  t.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
});

t.test('every alert says what it means, and how bad that is', async (t) => {
  t.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  for (const { alert, labels, annotations } of rules) {
    t.ok(['critical', 'warning', 'info'].includes(labels.severity), alert);
    t.match(annotations, { summary: /\.$/, description: /[.)]$/ }, alert);
  }
});
