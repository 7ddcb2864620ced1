import assert from 'node:assert/strict';
import { listFiles, readText } from './project-files.ts';

/**
 * Every metric that the services define, as "name type [labels] service", read from their sources:
 * most come into being only when their service starts.
 */
export function definedMetrics(): string[] {
  return listFiles()
    .filter((file) => /^(admin|(packages|services)\/[^/]+)\/src\/.*\.ts$/.test(file))
    .flatMap((file) => metricsIn(readText(file), file));
}

/** Words of a list such as "route, method" in one order, so that two lists can be compared. */
export function sortedWords(list: string): string {
  return (list.match(/[\w-]+/g) ?? []).sort().join(', ');
}

// Made by the client's class, or by our `gauge(registry, …)`.
const CONSTRUCTOR =
  /new (?:Counter|Gauge|Histogram|Summary)\(\{(?!\s*\.\.\.definition)|\bgauge\(\s*registry,/g;
const DEFINITION =
  /(?:new (Counter|Gauge|Histogram|Summary)\(|\bgauge\(\s*registry,\s*)\{\s*name: '(\w+)',([^}]*)\}/g;

function metricsIn(text: string, file: string): string[] {
  const definitions = Array.from(text.matchAll(DEFINITION));
  const count = text.match(CONSTRUCTOR)?.length ?? 0;
  assert.equal(definitions.length, count, `${file} has a metric that does not begin with its name`);
  return definitions.map(([, type = 'gauge', name = '', rest = '']) => {
    const labels = /labelNames: \[([^\]]*)\]/.exec(rest)?.[1] ?? '';
    const service = serviceOf(file);
    return `${name} ${type.toLowerCase()} [${sortedWords(labels)}] ${service}`;
  });
}

// What the admin command serves is the audit, and the recorder is a process of the office.
function serviceOf(file: string): string {
  if (file.startsWith('admin/')) return 'audit';
  if (file.startsWith('services/office/src/recorder/')) return 'recorder';
  return file.split('/')[1] ?? '';
}
