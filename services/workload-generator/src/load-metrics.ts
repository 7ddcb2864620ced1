import { Counter, Gauge, type Registry } from '@onsale/service';
import type { Generator } from './generator.ts';

const NOTHING = { runId: '', success: 0, failure: 0, dropped: 0, accepted: 0, soldOut: 0 };
type Counted = Exclude<keyof typeof NOTHING, 'runId'>;

/** Shows the run that is active, or the last one, to Prometheus. */
export function createLoadMetrics(registry: Registry, generator: Generator): () => void {
  const registers = [registry];
  const targetRps = new Gauge({
    name: 'onsale_load_target_rps',
    help: 'Requests a second that the plan wants now',
    registers,
  });
  const inFlight = new Gauge({
    name: 'onsale_load_in_flight',
    help: 'Requests in flight',
    registers,
  });
  const latency = new Gauge({
    name: 'onsale_load_latency_seconds',
    help: 'Latency in the last second, from when a request was due',
    labelNames: ['quantile'],
    registers,
  });
  const lag = new Gauge({
    name: 'onsale_load_scheduler_lag_seconds',
    help: 'How late the generator itself was (p99)',
    registers,
  });
  const requests = new Counter({
    name: 'onsale_load_requests_total',
    help: 'Requests: success, failure, dropped',
    labelNames: ['outcome'],
    registers,
  });
  const orders = new Counter({
    name: 'onsale_load_orders_total',
    help: 'Orders: accepted, sold_out',
    labelNames: ['outcome'],
    registers,
  });
  let before = NOTHING;
  return generator.watch(() => {
    const stats = generator.stats();
    const { runId = '', success, failure, dropped } = stats;
    const { accepted, soldOut } = stats.orders;
    const now = { runId, success, failure, dropped, accepted, soldOut };
    if (runId !== before.runId) before = NOTHING;
    const count = (counter: Counter<string>, outcome: string, field: Counted) => {
      const more = now[field] - before[field];
      if (more > 0) counter.inc({ outcome }, more);
    };
    for (const outcome of ['success', 'failure', 'dropped'] as const) {
      count(requests, outcome, outcome);
    }
    count(orders, 'accepted', 'accepted');
    count(orders, 'sold_out', 'soldOut');
    before = now;
    const isRunning = stats.state === 'running';
    targetRps.set(isRunning ? stats.targetRps : 0);
    inFlight.set(stats.inFlight);
    const { second } = stats.latency;
    latency.set({ quantile: '0.5' }, isRunning ? (second.p50 ?? 0) / 1000 : 0);
    latency.set({ quantile: '0.99' }, isRunning ? (second.p99 ?? 0) / 1000 : 0);
    lag.set(isRunning ? (stats.schedulerLag.second.p99 ?? 0) / 1000 : 0);
  });
}
