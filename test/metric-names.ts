import { collectDefaultMetrics, Registry } from '@prometheus-io/client';
import { definedMetrics } from '../docs/tables/metric-definitions.ts';

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
  return new Set(['up', ...ours, ...client, ...OF_REDIS]);
}

/** What redis_exporter tells, as far as we use it. */
const OF_REDIS = [
  'redis_aof_base_size_bytes',
  'redis_aof_current_size_bytes',
  'redis_aof_enabled',
  'redis_aof_last_bgrewrite_status',
  'redis_aof_last_write_status',
  'redis_commands_duration_seconds_total',
  'redis_commands_processed_total',
  'redis_connected_clients',
  'redis_connected_slaves',
  'redis_cpu_sys_seconds_total',
  'redis_cpu_user_seconds_total',
  'redis_db_keys',
  'redis_db_keys_expiring',
  'redis_latest_fork_seconds',
  'redis_memory_max_bytes',
  'redis_memory_used_bytes',
  'redis_memory_used_rss_bytes',
  'redis_net_input_bytes_total',
  'redis_net_output_bytes_total',
  'redis_rejected_connections_total',
  'redis_up',
];

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
