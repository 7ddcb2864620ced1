import { setTimeout as delay } from 'node:timers/promises';
import type { Attempt } from './outage.ts';
import type { Shop } from './shop.ts';

const EVERY_MS = 50;
/** Enough for an outage of ten minutes; older attempts of a test that goes wrong are worth no memory. */
const MAX_ATTEMPTS = 20_000;

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
