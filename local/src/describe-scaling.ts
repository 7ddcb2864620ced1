import type { Decision } from './hpa/scaler.ts';

/** The line for a change: "gateway 1 → 2: cpu 83 % of 60 %". */
export function describeChange(service: string, current: number, decision: Decision): string {
  return `${service} ${current} → ${decision.desired}${describeReason(decision)}`;
}

/** The line for a limit: more processes are wanted than are allowed here, and `limit` says why. */
export function describeLimit(service: string, decision: Decision, limit: string): string {
  return (
    `${service} stays at ${decision.desired} where ${decision.recommended} are wanted` +
    `${describeReason(decision)}; ${limit}`
  );
}

/** Why a service has as many processes as it has: "cpu 83 % of 60 % → 2 wanted". */
export function describeWanted(decision: Decision, limit: string | undefined): string | undefined {
  const { reason, recommended } = decision;
  if (reason === undefined) return undefined;
  const limited = limit === undefined ? '' : `; ${limit}`;
  return `${describeMeasure(reason)} → ${recommended} wanted${limited}`;
}

function describeReason({ reason }: Decision): string {
  return reason === undefined ? '' : `: ${describeMeasure(reason)}`;
}

function describeMeasure({ metric, measured }: NonNullable<Decision['reason']>): string {
  return metric.type === 'Utilization'
    ? `${metric.resource} ${measured} % of ${metric.percent} %`
    : `${metric.name}, ${measured} each of ${metric.perReplica}`;
}
