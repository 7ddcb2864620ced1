/**
 * Shares the result of a run: callers during a run wait for it, and its result is reused for
 * `freshMs`. A failure is reported to those waiting and not cached.
 */
export function shareResult<Result>(
  run: () => Promise<Result>,
  freshMs: number,
): () => Promise<Result> {
  let latest: Promise<Result> | undefined;
  let freshUntilMs = Infinity;
  return () => {
    if (latest !== undefined && performance.now() < freshUntilMs) return latest;
    const running = run();
    latest = running;
    freshUntilMs = Infinity;
    running.then(
      () => (freshUntilMs = performance.now() + freshMs),
      () => (freshUntilMs = 0),
    );
    return running;
  };
}
