import type { Placement } from '@onsale/ledger';
import { Counter, Histogram, type Registry } from '@onsale/service';

/** The result of placing an order; `unavailable` means unknown, because Redis did not respond. */
export type PlacementOutcome = Placement['outcome'] | 'unavailable';

export interface PlacementMetrics {
  finished: (outcome: PlacementOutcome) => void;
  /** A batch of so many orders took so long to be stored. */
  stored: (orders: number, seconds: number) => void;
}

export function createPlacementMetrics(registry: Registry): PlacementMetrics {
  const registers = [registry];
  const outcomes: Record<PlacementOutcome, number> = {
    placed: 0,
    duplicate: 0,
    'key-reused': 0,
    'sold-out': 0,
    'held-by-others': 0,
    'not-on-sale': 0,
    'no-stock': 0,
    'no-admission': 0,
    code: 0,
    'backlog-full': 0,
    unavailable: 0,
  };
  registry.registerMetric(
    new Counter({
      name: 'onsale_orders_placed_total',
      help: 'Orders by the outcome of placing them',
      labelNames: ['outcome'],
      registers: [],
      // Counted by hand for every order, and told when somebody asks.
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(outcomes)) this.inc({ outcome }, count);
      },
    }),
  );
  const durations = new Histogram({
    name: 'onsale_place_duration_seconds',
    help: 'Time of one place call, including the wait for Redis and replicas',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers,
  });
  const sizes = new Histogram({
    name: 'onsale_place_batch_size',
    help: 'Orders in one place call',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  return {
    finished: (outcome) => {
      outcomes[outcome] += 1;
    },
    stored: (orders, seconds) => {
      sizes.observe(orders);
      durations.observe(seconds);
    },
  };
}
