import { metricDefinitions } from '@whatsapp-service/supervisor/metrics/metric-definitions.ts';
import type { MetricDefinition } from '@whatsapp-service/supervisor/metrics/metric-definitions.ts';
import { table } from './markdown.ts';

const head = `# Metrics

\`GET /metrics\` answers in the text format of Prometheus. Like all of the API it asks for a key in the header \`x-api-key\`:

\`\`\`yaml
scrape_configs:
  - job_name: whatsapp-service
    static_configs:
      - targets: ["127.0.0.1:3000"]
    http_headers:
      x-api-key:
        files: [/etc/prometheus/whatsapp-service.key]
\`\`\`

(\`http_headers\` is there from Prometheus 2.55 on.) Counters begin at zero with each start of the service. What a session takes is sampled every 5 s.
`;

const tail = `
Beside these there are the usual ones of the process, such as \`process_resident_memory_bytes\`, \`process_cpu_seconds_total\`, and \`nodejs_eventloop_lag_p99_seconds\`:
how late the supervisor answers; above 0.1 it has too much to do.

\`deploy/prometheus/alerts.yaml\` has alert rules (\`rule_files\`), \`deploy/grafana/whatsapp-service.json\` a dashboard (Dashboards → New → Import); both take the job to be named \`whatsapp-service\` or ask for it.
How far a webhook is behind is \`whatsapp_webhook_oldest_pending_seconds\`.

This page is made of the definitions by \`npm run docs\`.
`;

/** docs/metrics.md. */
export function metricsPage(): string {
  const rows = Object.entries<MetricDefinition>(metricDefinitions).map(([name, { type, labels, help }]) => [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', '),
    help,
  ]);
  return `${head}\n${table(['Metric', 'Type', 'Labels', 'What it says'], rows)}${tail}`;
}
