import { code, markdownTable } from './markdown-table.ts';
import { definedMetrics, type MetricDefinition } from './metric-definitions.ts';

/** The tables of docs/metrics.md: those of every process first, then a heading and a table for each. */
export function metricTables(): string {
  const byProcess = Map.groupBy(definedMetrics(), (metric) => metric.process);
  const shared = byProcess.get(SHARED) ?? [];
  byProcess.delete(SHARED);
  const own = Array.from(byProcess)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([process, metrics]) => `## ${process}\n\n${tableOf(metrics)}`);
  return [`## Every service\n\n${tableOf(shared)}`, ...own].join('\n\n');
}

// The package whose metrics every service has.
const SHARED = 'service';

function tableOf(metrics: readonly MetricDefinition[]): string {
  const rows = metrics.map(({ name, labels, type, help }) => [
    code(labels.length === 0 ? name : `${name}{${labels.join(', ')}}`),
    type,
    help,
  ]);
  return markdownTable(['metric', 'type', 'meaning'], rows);
}
