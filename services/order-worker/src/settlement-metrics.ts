import type { Settlement } from '@onsale/ledger';
import { Counter, Histogram, type Registry } from '@onsale/service';

/** What is newer than this version: an entry's version, or an order's state. */
export type LeftReason = 'version' | 'state';

export interface SettlementMetrics {
  settled(outcomes: readonly Settlement[], seconds: number): void;
  /** Time from placing to settling an order. */
  waited(seconds: number): void;
  claimed(entries: number): void;
  /** Entries left to a newer version. */
  left(reason: LeftReason, entries: number): void;
  /** Stranded entries that were adopted. */
  adopted(entries: number): void;
  deadLettered(): void;
  /** Pending entries that no longer exist. */
  lost(entries: number): void;
  /** Orders settled by this process. */
  settledTotal(): number;
}

export function createSettlementMetrics(registry: Registry): SettlementMetrics {
  const registers = [registry];
  const orders = new Counter({
    name: 'onsale_orders_settled_total',
    help: 'Entries by the outcome of settling them',
    labelNames: ['outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'onsale_settle_duration_seconds',
    help: 'Time of one settle call, including the wait for Redis',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
    registers,
  });
  const sizes = new Histogram({
    name: 'onsale_settle_batch_size',
    help: 'Entries in one settle call',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000],
    registers,
  });
  const waits = new Histogram({
    name: 'onsale_order_wait_seconds',
    help: 'Time from placing an order to settling it',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers,
  });
  const claims = new Counter({
    name: 'onsale_entries_claimed_total',
    help: 'Entries claimed from other workers',
    registers,
  });
  const lefts = new Counter({
    name: 'onsale_entries_left_total',
    help: 'Entries left to a newer version',
    labelNames: ['reason'],
    registers,
  });
  // From the first: Prometheus sees no increase in a series that begins above zero.
  for (const reason of ['version', 'state'] satisfies LeftReason[]) lefts.inc({ reason }, 0);
  const adoptions = new Counter({
    name: 'onsale_entries_adopted_total',
    help: 'Entries in no pending list that were taken over; must stay 0',
    registers,
  });
  const deadLetters = new Counter({
    name: 'onsale_dead_letters_total',
    help: 'Entries that became dead letters',
    registers,
  });
  const lost = new Counter({
    name: 'onsale_entries_lost_total',
    help: 'Entries that vanished before they were settled; must stay 0',
    registers,
  });
  let total = 0;
  return {
    settled(outcomes, seconds) {
      durations.observe(seconds);
      sizes.observe(outcomes.length);
      const counts = new Map<Settlement, number>();
      for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      for (const [outcome, count] of counts) {
        orders.inc({ outcome }, count);
        if (outcome === 'confirmed' || outcome === 'held' || outcome === 'rejected') total += count;
      }
    },
    waited: (seconds) => waits.observe(seconds),
    claimed: (entries) => claims.inc(entries),
    left: (reason, entries) => lefts.inc({ reason }, entries),
    adopted: (entries) => adoptions.inc(entries),
    deadLettered: () => deadLetters.inc(),
    lost: (entries) => lost.inc(entries),
    settledTotal: () => total,
  };
}
