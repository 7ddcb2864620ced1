import { setTimeout as delay } from 'node:timers/promises';
import { buy } from './system.ts';

/** A buyer without a response retries, but not in a tight loop. */
const RETRY_DELAY_MS = 20;

/** What a crowd has experienced so far. */
export interface Sale {
  /** The order of each purchase that was answered 201, by its idempotency key. */
  orders: Map<string, string>;
  /** Purchases refused because tickets were sold out. */
  soldOut: number;
  /** Requests that got no response, or 503, and were repeated. */
  repeated: number;
}

export interface CrowdOptions {
  /** The gateways' addresses at present; each request goes to the next one. */
  addresses: () => readonly string[];
  buyers: number;
  /** What they buy, in turn; `seat` by default. */
  ticketIds?: readonly string[];
  /** Pause between purchases of a buyer; none by default. */
  pauseMs?: number;
  /** Ends the sale once true. */
  isEnough?: (sale: Sale) => boolean;
}

/**
 * Buyers who buy one ticket after another, and retry with the same key at any gateway when they get
 * no response. `stop` lets everybody finish the current purchase. Rejects on a response that no
 * fault excuses, such as 400 or 500.
 */
export function startCrowd(options: CrowdOptions): {
  sale: Sale;
  stop: () => Promise<Sale>;
  ended: Promise<Sale>;
} {
  const sale: Sale = { orders: new Map(), soldOut: 0, repeated: 0 };
  let isOver = false;
  const buyers = Array.from({ length: options.buyers }, (_, i) => {
    // A unique prefix, so that one crowd can follow another.
    const name = `${crypto.randomUUID().slice(0, 8)}-${i}`;
    const isEnough = () => isOver || options.isEnough?.(sale) === true;
    return buyUntil(name, options, { sale, isOver: isEnough });
  });
  const ended = Promise.all(buyers).then(() => sale);
  ended.catch(() => undefined);
  return {
    sale,
    stop: async () => {
      isOver = true;
      return await ended;
    },
    ended,
  };
}

async function buyUntil(
  name: string,
  options: CrowdOptions,
  { sale, isOver }: { sale: Sale; isOver: () => boolean },
): Promise<void> {
  const { ticketIds = ['seat'] } = options;
  // So that not all begin with the same ticket.
  const first = Math.floor(Math.random() * ticketIds.length);
  for (let purchase = 0; !isOver(); purchase++) {
    const key = `${name}-${purchase}`;
    const ticketId = ticketIds[(first + purchase) % ticketIds.length] ?? '';
    for (let attempt = 0; ; attempt++) {
      const open = options.addresses();
      const address = open[(purchase + attempt) % open.length] ?? '';
      const answer = await buy(address, key, ticketId).catch(() => undefined);
      if (answer?.status === 201 && answer.orderId !== undefined) {
        sale.orders.set(key, answer.orderId);
        break;
      }
      if (answer?.status === 409) {
        sale.soldOut += 1;
        break;
      }
      // No response, or 503: it is unknown whether the order was placed.
      if (answer !== undefined && answer.status !== 503) {
        throw new Error(`${key} was answered ${answer.status}: ${answer.body}`);
      }
      sale.repeated += 1;
      await delay(RETRY_DELAY_MS);
    }
    if (options.pauseMs !== undefined) await delay(options.pauseMs);
  }
}
