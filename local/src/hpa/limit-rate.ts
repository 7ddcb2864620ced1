import type { ScalingPolicy, ScalingRules } from './settings.ts';

/** A change of the number of replicas; negative when there are fewer since. */
export interface ScaleEvent {
  atMs: number;
  change: number;
}

interface State {
  current: number;
  nowMs: number;
  events: readonly ScaleEvent[];
}

/** The highest number that the rules of scaling up allow now; never below the current one. */
export function highestAllowed(rules: ScalingRules, state: State): number {
  if (rules.selectPolicy === 'Disabled') return state.current;
  const limits = rules.policies.map((policy) => {
    const before = atPeriodStart(policy, state);
    return policy.type === 'Pods'
      ? before + policy.value
      : Math.ceil(before * (1 + policy.value / 100) - ROUNDING);
  });
  const allowed = rules.selectPolicy === 'Min' ? Math.min(...limits) : Math.max(...limits);
  return Math.max(state.current, allowed);
}

/** The lowest number that the rules of scaling down allow now; never above the current one. */
export function lowestAllowed(rules: ScalingRules, state: State): number {
  if (rules.selectPolicy === 'Disabled') return state.current;
  const limits = rules.policies.map((policy) => {
    const before = atPeriodStart(policy, state);
    return policy.type === 'Pods'
      ? before - policy.value
      : Math.trunc(before * (1 - policy.value / 100) + ROUNDING);
  });
  // Here the policy that changes most is the one that allows the lowest number.
  const allowed = rules.selectPolicy === 'Min' ? Math.max(...limits) : Math.min(...limits);
  return Math.min(state.current, allowed);
}

// How many there were when the policy's period began, by what was changed since.
function atPeriodStart(policy: ScalingPolicy, { current, nowMs, events }: State): number {
  const recent = events.filter(({ atMs }) => atMs > nowMs - policy.periodMs);
  return current - recent.reduce((sum, { change }) => sum + change, 0);
}

/** 10 × 1.1 is 11, not 12. */
const ROUNDING = 1e-9;
