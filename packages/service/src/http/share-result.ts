/**
 * Shares the result of a run: callers during a run wait for it, and its result is reused for
 * `freshMs`, which may depend on how long the run took. A failure is reported to those waiting and not cached.
 */
export function shareResult<Result>(
  run: () => Promise<Result>,
  freshMs: number | ((tookMs: number) => number),
): () => Promise<Result> {
  let latest: Promise<Result> | undefined;
  let freshUntilMs = Infinity;
  return () => {
    if (latest !== undefined && performance.now() < freshUntilMs) return latest;
    const beganMs = performance.now();
    const running = run();
    latest = running;
    freshUntilMs = Infinity;
    running.then(
      () => {
        const endedMs = performance.now();
        const forMs = typeof freshMs === 'number' ? freshMs : freshMs(endedMs - beganMs);
        freshUntilMs = endedMs + forMs;
      },
      () => (freshUntilMs = 0),
    );
    return running;
  };
}
