import type { LoadStats, LoadThresholds, Verdict } from '@onsale/contracts';

/**
 * Compares the measurements with the thresholds. A threshold whose value was not measured (no
 * order was followed, no second click compared) is not judged; a run that sent nothing has no
 * verdict, and one that got no answer at all can't have passed.
 */
export function judge(
  stats: Omit<LoadStats, 'verdict' | 'target'>,
  thresholds: LoadThresholds,
): Verdict {
  const { latency, orders, sent, failure, dropped, due } = stats;
  const actual: Record<keyof LoadThresholds, number | null> = {
    p99Ms: latency.run.p99,
    failureShare: sent === 0 ? null : failure / sent,
    clickToSettledP99Ms: orders.clickToSettled.p99,
    lost: orders.followed === 0 ? null : orders.lost,
    duplicated: orders.duplicatesChecked === 0 ? null : orders.duplicated,
    droppedShare: due === 0 ? null : dropped / due,
  };
  const checks = (Object.keys(actual) as (keyof LoadThresholds)[]).flatMap((threshold) => {
    const limit = thresholds[threshold];
    if (limit === undefined) return [];
    const value = actual[threshold];
    return [{ threshold, limit, actual: value, passed: value === null ? null : value <= limit }];
  });
  if (due === 0) return { passed: null, checks };
  return { passed: checks.every((check) => check.passed !== false), checks };
}
