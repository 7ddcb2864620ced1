import type { LoadStats, LoadThresholds, Verdict } from '@onsale/contracts';

type Measured = Pick<
  LoadStats,
  'state' | 'latency' | 'orders' | 'endpoints' | 'success' | 'failure' | 'dropped' | 'due'
>;

/**
 * Compares the measurements with the thresholds. A threshold whose value was not measured (no order
 * was followed, no second click compared) is not judged, and a pass needs one that was. A run whose
 * orders were answered without a single one being accepted has sold nothing, whatever else held; so
 * has one whose accepted orders, as far as they were followed, did not get a single ticket.
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
  if (answeredOrders(stats) > 0 && (stats.orders.accepted === 0 || gotNothing(stats))) {
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
    minAcceptedShare: share(orders.accepted * keptShare(orders), answeredOrders(stats)),
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

// While a run goes on, its first orders are pending, and nothing is known yet.
function gotNothing({ state, orders }: Measured): boolean {
  const { followed, confirmed, held, rejected } = orders;
  if (confirmed + held > 0) return false;
  return rejected > 0 || (state === 'finished' && followed > 0);
}

/** The share of the accepted orders that were not rejected afterwards, by those that were followed. */
function keptShare({ confirmed, held, rejected }: Measured['orders']): number {
  const settled = confirmed + held + rejected;
  return settled === 0 ? 1 : (confirmed + held) / settled;
}
