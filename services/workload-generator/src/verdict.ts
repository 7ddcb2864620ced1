import type { LoadStats, LoadThresholds, Verdict } from '@onsale/contracts';

type Measured = Pick<
  LoadStats,
  'latency' | 'orders' | 'endpoints' | 'success' | 'failure' | 'dropped' | 'due'
>;

/**
 * Compares the measurements with the thresholds. A threshold whose value was not measured (no order
 * was followed, no second click compared) is not judged, and a pass needs one that was. A run whose
 * orders were answered without a single one being accepted has sold nothing, whatever else held.
 */
export function judge(stats: Measured, thresholds: LoadThresholds): Verdict {
  const actual = measure(stats);
  const checks = (Object.keys(actual) as (keyof LoadThresholds)[]).flatMap((threshold) => {
    const limit = thresholds[threshold];
    if (limit === undefined) return [];
    const value = actual[threshold];
    const isLeast = threshold === 'minAcceptedShare';
    const holds = value === null ? null : isLeast ? value >= limit : value <= limit;
    const bound = isLeast ? ('at least' as const) : ('at most' as const);
    return [{ threshold, bound, limit, actual: value, passed: holds }];
  });
  if (stats.orders.accepted === 0 && answeredOrders(stats) > 0) {
    return { passed: false, outcome: 'nothing-sold', checks };
  }
  if (checks.some(({ passed }) => passed === false)) {
    return { passed: false, outcome: 'failed', checks };
  }
  const isAnswered = stats.success + stats.failure > 0;
  if (isAnswered && checks.some(({ passed }) => passed === true)) {
    return { passed: true, outcome: 'passed', checks };
  }
  return { passed: null, outcome: 'unmeasured', checks };
}

function measure(stats: Measured): Record<keyof LoadThresholds, number | null> {
  const { latency, orders, success, failure, dropped, due } = stats;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    p99Ms: latency.run.p99,
    failureShare: share(failure, success + failure),
    minAcceptedShare: share(orders.accepted, answeredOrders(stats)),
    clickToSettledP99Ms: orders.clickToSettled.p99,
    lost: orders.followed === 0 ? null : orders.lost,
    duplicated: orders.duplicatesChecked === 0 ? null : orders.duplicated,
    droppedShare: share(dropped, due),
  };
}

// First clicks that got an answer or failed; second ones buy nothing.
function answeredOrders({ endpoints }: Measured): number {
  const orders = endpoints.find(({ endpoint }) => endpoint === 'POST /orders');
  return orders === undefined ? 0 : orders.success + orders.failure;
}
