import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import { definedMetrics } from '../docs/tables/metric-definitions.ts';
import { readTables, rowsWith } from './markdown.ts';
import { readText } from './project-files.ts';

/** Every series that an expression may ask for: ours, the client's, Prometheus' own, Redis'. */
export function knownSeries(): Set<string> {
  const ours = definedMetrics().flatMap(({ name, type }) =>
    type === 'histogram' ? SUFFIXES.map((suffix) => name + suffix) : [name],
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const client = registry
    .getMetricsAsArray()
    .flatMap(({ name }) => [name, ...SUFFIXES.map((suffix) => name + suffix)]);
  const exporter = rowsWith(readTables(readText('docs/observability.md')), 'metric of Redis');
  return new Set([
    'up',
    ...ours,
    ...client,
    ...exporter.map((row) => row['metric of Redis'] ?? ''),
  ]);
}

const SUFFIXES = ['_bucket', '_sum', '_count'];

/** The series that an expression of PromQL asks for. */
export function seriesIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]/g, '');
  return Array.from(bare.matchAll(/(?<![\w.])[a-z_]\w*(?!\w*\s*\()/gi), ([name]) => name).filter(
    (name) => !OPERATORS.has(name),
  );
}

const OPERATORS = new Set(['and', 'or', 'unless', 'bool', 'offset']);
