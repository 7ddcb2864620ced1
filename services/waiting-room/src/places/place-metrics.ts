import type { Joined } from '@onsale/ledger';
import { Counter, Histogram, type Registry } from '@onsale/service';

export interface PlaceMetrics {
  joined: (joined: Joined) => void;
  called: (kind: 'join' | 'ask', seconds: number) => void;
}

/** What became of those who asked for a place: `known` had one, `slowed` gets its number later. */
const RESULTS = ['new', 'known', 'slowed', 'off', 'full'] as const;

export function createPlaceMetrics(registry: Registry): PlaceMetrics {
  const joins = new Counter({
    name: 'onsale_waiting_room_joins_total',
    help: 'Requests for a place in a line',
    labelNames: ['result'],
    registers: [registry],
  });
  for (const result of RESULTS) joins.inc({ result }, 0);
  const calls = new Histogram({
    name: 'onsale_waiting_room_call_duration_seconds',
    help: 'Time of one call for many places, including the wait for Redis',
    labelNames: ['kind'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers: [registry],
  });
  return {
    joined: (joined) => joins.inc({ result: resultOf(joined) }),
    called: (kind, seconds) => calls.observe({ kind }, seconds),
  };
}

function resultOf(joined: Joined): (typeof RESULTS)[number] {
  if (joined.outcome !== 'joined') return joined.outcome;
  if (!joined.isNew) return 'known';
  return joined.place.state === 'slowed' ? 'slowed' : 'new';
}
