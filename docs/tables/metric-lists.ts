import assert from 'node:assert/strict';
import { code } from './markdown.ts';
import { definedMetrics, type MetricDefinition } from './metric-definitions.ts';

/** The lists of docs/metrics.md: that of every process first, then a heading and a list for each. */
export function metricLists(): string {
  const byProcess = Map.groupBy(definedMetrics(), (metric) => metric.process);
  const shared = byProcess.get(SHARED) ?? [];
  byProcess.delete(SHARED);
  const own = Array.from(byProcess)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([process, metrics]) => `## ${process}\n\n${listOf(metrics)}`);
  return [`## Every service\n\n${listOf(shared)}`, ...own].join('\n\n');
}

// The package whose metrics every service has.
const SHARED = 'service';

// As the page says: what ends with `_total` is a counter, and all else that says nothing a gauge.
function listOf(metrics: readonly MetricDefinition[]): string {
  return metrics
    .map(({ name, labels, type, help }) => {
      assert.equal(type === 'counter', name.endsWith('_total'), `${name} is a ${type}`);
      const kind = type === 'counter' || type === 'gauge' ? '' : ` (${type})`;
      return `- ${code(labels.length === 0 ? name : `${name}{${labels.join(', ')}}`)}${kind}: ${help}`;
    })
    .join('\n');
}
