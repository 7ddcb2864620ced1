import { collectDefaultMetrics, Gauge, Registry } from '@prometheus-io/client';

export { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';

/**
 * A registry with the metrics of the process itself: CPU, memory, event-loop delay, garbage
 * collection.
 */
export function createRegistry(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** One value, or one per set of labels, or none when unknown. */
export type Reading =
  | number
  | undefined
  | readonly (readonly [labels: Record<string, string | number>, value: number])[];

/**
 * A gauge read on each scrape. When reading fails (a rejection, or undefined), it keeps its last
 * value.
 */
export function gauge(
  registry: Registry,
  definition: { name: string; help: string; labelNames?: string[] },
  read: () => Reading | Promise<Reading>,
): void {
  const metric: Gauge<string> = new Gauge({
    ...definition,
    registers: [registry],
    async collect() {
      const reading = await readOrNothing(read);
      if (typeof reading === 'number') metric.set(reading);
      else for (const [labels, value] of reading ?? []) metric.set(labels, value);
    },
  });
}

async function readOrNothing(read: () => Reading | Promise<Reading>): Promise<Reading> {
  try {
    return await read();
  } catch {
    // The outage is reported elsewhere; a scrape must not fail as a whole.
    return undefined;
  }
}
