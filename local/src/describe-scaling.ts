import type { Decision } from './hpa/scaler.ts';

/** The line of a change: "gateway 1 → 2: cpu 83 % of 60 %". */
export function describeChange(service: string, current: number, decision: Decision): string {
  return `${service} ${current} → ${decision.desired}${describeReason(decision)}`;
}

/** The line that tells that more is wanted than there may be here. `limit` says why not. */
export function describeLimit(service: string, decision: Decision, limit: string): string {
  return (
    `${service} stays at ${decision.desired} where ${decision.recommended} are wanted` +
    `${describeReason(decision)}; ${limit}`
  );
}

function describeReason({ reason }: Decision): string {
  if (reason === undefined) return '';
  const { metric, measured } = reason;
  return metric.type === 'Utilization'
    ? `: ${metric.resource} ${measured} % of ${metric.percent} %`
    : `: ${metric.name}, ${measured} each of ${metric.perReplica}`;
}
