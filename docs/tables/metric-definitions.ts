import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A metric as it is declared in the sources. */
export interface MetricDefinition {
  name: string;
  type: 'counter' | 'gauge' | 'histogram' | 'summary';
  labels: string[];
  help: string;
  /** The process that serves it, or `service` for all. */
  process: string;
}

/**
 * Every metric that the processes declare, read from their sources: most come into being only when their service
 * starts.
 */
export function definedMetrics(): MetricDefinition[] {
  return globSync(['admin/src/**/*.ts', '{packages,services}/*/src/**/*.ts'], { cwd: ROOT })
    .sort()
    .flatMap((file) => metricsIn(readFileSync(ROOT + file, 'utf8'), file));
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// Made by the client's class, or by our `gauge(registry, …)`.
const CONSTRUCTOR =
  /new (?:Counter|Gauge|Histogram|Summary)\(\{(?!\s*\.\.\.definition)|\bgauge\(\s*registry,/g;
const DEFINITION =
  /(?:new (Counter|Gauge|Histogram|Summary)\(|\bgauge\(\s*registry,\s*)\{\s*name: '(\w+)',([^}]*)\}/g;
const HELP = /help:((?:[\s+]*'[^']*')+)/;

function metricsIn(text: string, file: string): MetricDefinition[] {
  const definitions = Array.from(text.matchAll(DEFINITION));
  const count = text.match(CONSTRUCTOR)?.length ?? 0;
  assert.equal(definitions.length, count, `${file} has a metric that does not begin with its name`);
  return definitions.map(([, type = 'gauge', name = '', rest = '']) => ({
    name,
    type: type.toLowerCase() as MetricDefinition['type'],
    labels: stringsIn(/labelNames: \[([^\]]*)\]/.exec(rest)?.[1] ?? ''),
    help: stringsIn(HELP.exec(rest)?.[1] ?? '').join(''),
    process: processOf(file),
  }));
}

function stringsIn(text: string): string[] {
  return Array.from(text.matchAll(/'([^']*)'/g), ([, string = '']) => string);
}

// What the admin command serves is the audit, and the recorder is a process of the office.
function processOf(file: string): string {
  if (file.startsWith('admin/')) return 'audit';
  if (file.startsWith('services/office/src/recorder/')) return 'recorder';
  return file.split('/')[1] ?? '';
}
