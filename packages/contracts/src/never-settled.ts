/**
 * Recorded for a followed order that never settled: the longest time a histogram of the generator
 * can hold. The laboratory shows it as "never", so this file must also run in a browser, without the
 * schemas.
 */
export const NEVER_SETTLED_MS = 3_600_000;
