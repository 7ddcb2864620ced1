import { flushCompileCache } from 'node:module';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A process is idle when its event loop was, but for this share of this time. */
const LOOK_EVERY_MS = 1000;
const BUSY_SHARE = 0.05;

/**
 * Once, as soon as the process has nothing to do: writes down what was compiled, for the next one
 * that starts, and gives back the memory that only the start needed. Both take up to 50 ms, for which
 * no request should wait.
 */
export function tidyUpWhenIdle(): void {
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization > BUSY_SHARE) return;
    clearInterval(timer);
    flushCompileCache();
    collectGarbage();
  }, LOOK_EVERY_MS).unref();
}

// Node started with --expose-gc would compile its own modules at every start: what is stored of them
// is only for the flags that it was built with.
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
