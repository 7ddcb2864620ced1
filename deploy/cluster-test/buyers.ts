import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, Shop } from './shop.ts';

const EVERY_MS = 50;
/** Enough for an outage of ten minutes; older attempts of a test that goes wrong are worth no memory. */
const MAX_ATTEMPTS = 20_000;

/** One attempt to buy, with the moments at which it began and ended, in milliseconds of one clock. */
export interface Attempt extends Answer {
  fromMs: number;
  toMs: number;
}

/** Buyers that come one after the other, each with a ticket to order once. */
export interface Buyers {
  attempts: readonly Attempt[];
  /** When the last attempt that has ended was a success. */
  isSelling(): boolean;
  stop(): Promise<void>;
}

/** Lets a buyer come every 50 ms, whether or not those before have an answer. */
export function startBuyers(shop: Shop, ticketId: string): Buyers {
  const attempts: Attempt[] = [];
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  const comeAndGo = async () => {
    const fromMs = performance.now();
    const answer = await shop.order(ticketId);
    if (attempts.length < MAX_ATTEMPTS)
      attempts.push({ ...answer, fromMs, toMs: performance.now() });
  };
  const coming = (async () => {
    while (!stopping.signal.aborted) {
      const attempt = comeAndGo();
      underWay.add(attempt);
      void attempt.then(() => underWay.delete(attempt));
      await delay(EVERY_MS);
    }
  })();
  return {
    attempts,
    isSelling: () => attempts.at(-1)?.status === 201,
    async stop() {
      stopping.abort();
      await coming;
      await Promise.all(underWay);
    },
  };
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
