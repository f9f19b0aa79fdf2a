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

Worth an alert: \`whatsapp_starts_breaker{state="closed"} == 0\` (the machine is ill), \`increase(whatsapp_worker_exits_total{reason="probably_out_of_memory"}[1h]) > 0\`,
\`whatsapp_session_connected == 0\` for as long as a session of yours may be away, and \`increase(whatsapp_reaped_processes_total[1h]) > 0\`.

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
