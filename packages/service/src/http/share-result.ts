/**
 * Lets many ask for what one run finds: whoever asks while it runs waits for it, and its result is
 * given again for `freshMs`. A failure is told to those who wait and not remembered.
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
