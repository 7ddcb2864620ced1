import type { Answer } from './shop.ts';

/** One attempt to buy, with the moments at which it began and ended, in milliseconds of one clock. */
export interface Attempt extends Answer {
  fromMs: number;
  toMs: number;
}

export interface Outage {
  attempts: number;
  failed: number;
  /** From the first failed attempt to the first success after the last one, in seconds; 0 without a failure. */
  seconds: number;
  /** How much of it was after the moment at which the cause was gone, in seconds. */
  afterCauseS: number;
  /** Failures that were anything else than a 503 with `Retry-After`, as `connection refused`. */
  improper: string[];
}

/** What buyers saw of an outage whose cause was gone at `causeEndedMs`. */
export function describeOutage(attempts: readonly Attempt[], causeEndedMs: number): Outage {
  const failures = attempts.filter(({ status }) => status !== 201);
  const firstMs = Math.min(...failures.map(({ fromMs }) => fromMs));
  const lastMs = Math.max(...failures.map(({ fromMs }) => fromMs));
  const backMs = Math.min(
    ...attempts
      .filter(({ status, fromMs }) => status === 201 && fromMs > lastMs)
      .map(({ toMs }) => toMs),
  );
  const improper = failures.filter((each) => !isProper(each));
  return {
    attempts: attempts.length,
    failed: failures.length,
    seconds: failures.length === 0 ? 0 : (backMs - firstMs) / 1000,
    afterCauseS: failures.length === 0 ? 0 : Math.max(0, backMs - causeEndedMs) / 1000,
    improper: [
      ...new Set(
        improper.map(({ status, text }) => `${status || 'no answer'}: ${text.slice(0, 200)}`),
      ),
    ],
  };
}

/** A refusal that tells the buyer when to come again. */
function isProper({ status, retryAfter }: Attempt): boolean {
  return status === 503 && retryAfter !== undefined;
}
