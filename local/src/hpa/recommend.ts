/**
 * What is known of one replica. `unready`: it has not started, or its figure is from before it was
 * ready. `missing`: it is ready, but its figure has not come.
 */
export type Replica =
  | { state: 'measured'; cpu: number }
  | { state: 'unready' }
  | { state: 'missing' };

/** How many replicas one metric asks for, and how much of it was measured. */
export interface Recommendation {
  replicas: number;
  /** Percent of the request, or the amount a replica. */
  measured: number;
}

/** The ratio of measured to wanted is left alone between these two. */
export interface Tolerance {
  up: number;
  down: number;
}

/**
 * The recommendation by CPU: `ceil(measured replicas × utilization / target)`. Undefined when no
 * replica has a figure.
 *
 * Replicas without a figure damp every change. When the others ask for more, they count as idle;
 * when the others ask for less, those that are ready count as using all of their request. If the
 * direction changes by that, nothing is done.
 */
export function recommendByUtilization(input: {
  replicas: readonly Replica[];
  /** Cores. */
  requestCores: number;
  targetPercent: number;
  tolerance: Tolerance;
}): Recommendation | undefined {
  const { replicas, targetPercent, tolerance } = input;
  const current = replicas.length;
  const measured = replicas.flatMap((each) => (each.state === 'measured' ? [each.cpu] : []));
  const unready = replicas.filter(({ state }) => state === 'unready').length;
  const missing = replicas.filter(({ state }) => state === 'missing').length;
  if (measured.length === 0) return undefined;

  const percent = utilization(measured, input.requestCores);
  const ratio = percent / targetPercent;
  const stay = { replicas: current, measured: percent };
  if (missing === 0 && !(unready > 0 && ratio > 1)) {
    if (isWithin(ratio, tolerance)) return stay;
    return { replicas: ceil(ratio * measured.length), measured: percent };
  }

  // Higher targets than 100 % are possible; then a missing replica counts as being at its target.
  const busy = (input.requestCores * Math.max(100, targetPercent)) / 100;
  const assumed = [...measured];
  if (ratio < 1) assumed.push(...Array<number>(missing).fill(busy));
  if (ratio > 1) assumed.push(...Array<number>(missing + unready).fill(0));
  const damped = utilization(assumed, input.requestCores) / targetPercent;
  const turned = (ratio < 1 && damped > 1) || (ratio > 1 && damped < 1);
  if (turned || isWithin(damped, tolerance)) return stay;
  const wanted = ceil(damped * assumed.length);
  if ((damped < 1 && wanted > current) || (damped > 1 && wanted < current)) return stay;
  return { replicas: wanted, measured: percent };
}

/** The recommendation by an amount that all replicas share, such as the orders that wait. */
export function recommendByTotal(input: {
  current: number;
  total: number;
  perReplica: number;
  tolerance: Tolerance;
}): Recommendation {
  const { current, total, perReplica, tolerance } = input;
  const within = isWithin(total / (perReplica * current), tolerance);
  return {
    replicas: within ? current : ceil(total / perReplica),
    measured: Math.ceil(total / current),
  };
}

// In whole millicores and whole percents, as Kubernetes counts.
function utilization(cores: readonly number[], requestCores: number): number {
  const used = cores.reduce((sum, each) => sum + Math.round(each * 1000), 0);
  return Math.floor((used * 100) / (Math.round(requestCores * 1000) * cores.length));
}

// Ratios come from divisions: 3 × (80 / 60) must be 4, not 5.
const ROUNDING = 1e-9;
const ceil = (value: number): number => Math.max(0, Math.ceil(value - ROUNDING));

function isWithin(ratio: number, { up, down }: Tolerance): boolean {
  return ratio >= 1 - down - ROUNDING && ratio <= 1 + up + ROUNDING;
}
