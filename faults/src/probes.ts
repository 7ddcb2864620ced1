import { buy, eventually } from '@onsale/testing';

/** Rare enough to add no load. */
const EVERY_MS = 50;

export interface Probing {
  /** How long each 503 took, as its buyer saw it. */
  refusalsMs: readonly number[];
  /** Responses that no overload excuses, a sentence each. */
  problems: readonly string[];
}

/** Buyers who come one by one, no matter what the others do; what they buy is added to `orders`. */
export function startProbes(
  address: string,
  orders: Map<string, string>,
): { untilRefused: (count: number) => Promise<void>; stop: () => Promise<Probing> } {
  const refusalsMs: number[] = [];
  const problems: string[] = [];
  const underWay = new Set<Promise<void>>();
  const probe = async () => {
    const key = `probe-${crypto.randomUUID()}`;
    const startedAt = performance.now();
    const { status, orderId, body, retryAfter } = await buy(address, key);
    if (status === 201 && orderId !== undefined) orders.set(key, orderId);
    else if (status !== 503) problems.push(`a probe was answered ${status}: ${body}`);
    else {
      refusalsMs.push(performance.now() - startedAt);
      if (!(Number(retryAfter) >= 1)) problems.push('a 503 had no Retry-After');
    }
  };
  const timer = setInterval(() => {
    const one = probe()
      .catch((error: unknown) => void problems.push(`a probe got no answer: ${String(error)}`))
      .finally(() => underWay.delete(one));
    underWay.add(one);
  }, EVERY_MS);
  return {
    untilRefused: async (count) => {
      await eventually(
        async () => refusalsMs.length,
        (refused) => refused >= count,
        60_000,
      );
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      return { refusalsMs, problems };
    },
  };
}
