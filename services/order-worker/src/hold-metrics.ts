import { Counter, Histogram, type Registry } from '@onsale/service';

/**
 * What became of a hold that was due: `expired`, `cancelled` as somebody had asked, or `left`
 * because only a newer version, or nobody, can read its order.
 */
export type HoldEnd = 'expired' | 'cancelled' | 'left';

export interface HoldMetrics {
  ended(how: HoldEnd): void;
  /** One call that released holds took so long. */
  released(seconds: number): void;
}

export function createHoldMetrics(registry: Registry): HoldMetrics {
  const registers = [registry];
  const ends = new Counter({
    name: 'onsale_holds_ended_total',
    help: 'Due holds: expired, cancelled (by the buyer), or left (unreadable)',
    labelNames: ['outcome'],
    registers,
  });
  // From the first: Prometheus sees no increase in a series that begins above zero.
  for (const outcome of ['expired', 'cancelled', 'left'] satisfies HoldEnd[]) {
    ends.inc({ outcome }, 0);
  }
  const durations = new Histogram({
    name: 'onsale_hold_release_duration_seconds',
    help: 'Time of one call that releases holds',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5],
    registers,
  });
  return {
    ended: (outcome) => ends.inc({ outcome }),
    released: (seconds) => durations.observe(seconds),
  };
}
