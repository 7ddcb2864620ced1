/** A recommendation of the past, as it was before anything held it back. */
export interface PastRecommendation {
  atMs: number;
  replicas: number;
}

/**
 * Holds back what may be a short swing. The number goes up only as far as every recommendation
 * within the window of scaling up asked for, and down only as far as every one within the window of
 * scaling down.
 */
export function stabilize(input: {
  current: number;
  recommended: number;
  nowMs: number;
  past: readonly PastRecommendation[];
  upWindowMs: number;
  downWindowMs: number;
}): number {
  const within = (windowMs: number) => [
    input.recommended,
    ...input.past
      .filter(({ atMs }) => atMs > input.nowMs - windowMs)
      .map(({ replicas }) => replicas),
  ];
  const atLeast = Math.min(...within(input.upWindowMs));
  const atMost = Math.max(...within(input.downWindowMs));
  return Math.min(Math.max(input.current, atLeast), atMost);
}
