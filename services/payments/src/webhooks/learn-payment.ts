import { ApiError } from '@onsale/contracts';
import { parseOrderId, readPayment } from '@onsale/ledger';
import { mergePayment } from '../engine/merge-payment.ts';
import { storePayment } from '../engine/store-payment.ts';
import { orderUrlOf, type PaymentWork } from '../engine/work-on-payment.ts';
import type { ProviderPayment } from '../provider/provider.ts';

/**
 * What became of something that the provider told of a payment. `news`: it is stored, and its effects
 * follow. `doubted`: it would be news, but was not agreed to. `not-ours`: it belongs to somebody else who
 * uses the same account. `unknown-order`: no order can have this id. `order-gone`: the order has left Redis,
 * and is in no archive.
 */
export type Learned =
  | { learned: 'news' | 'known' | 'doubted' | 'order-gone'; orderId: string }
  | { learned: 'not-ours' | 'unknown-order'; orderId?: never };

/** More processes than that do not learn of the same order at once. */
const MAX_RACES = 50;

/**
 * Stores what the provider says of a checkout with its order, also when that has left Redis. May be repeated,
 * in any order. Throws `ApiError` 503 when the order may be archived and the office cannot be asked.
 */
export async function learnPayment(
  work: Pick<PaymentWork, 'ledger' | 'readArchived' | 'provider' | 'publicUrl' | 'changed'>,
  fact: ProviderPayment,
  { isAgreed = () => true }: { isAgreed?: () => boolean } = {},
): Promise<Learned> {
  const { ledger, readArchived, provider, publicUrl } = work;
  const orderId = orderIdOf(publicUrl, fact.orderUrl);
  if (orderId === undefined) return { learned: 'not-ours' };
  if (parseOrderId(orderId, ledger.shards) === undefined) return { learned: 'unknown-order' };
  for (let race = 0; race < MAX_RACES; race++) {
    const snapshot = await readPayment(ledger, orderId, readArchived);
    if (snapshot === undefined) return { learned: 'order-gone', orderId };
    const { order, nowMs } = snapshot;
    const { totalMinor: amountMinor, currency } = order;
    const none = { revision: 0, provider: provider.name, amountMinor, currency } as const;
    const before = snapshot.payment ?? { ...none, attempts: [], refunds: [], disputes: [] };
    const after = mergePayment(before, fact, { nowMs });
    if (after === before) return { learned: 'known', orderId };
    if (!isAgreed()) return { learned: 'doubted', orderId };
    const written = await storePayment(work, snapshot, { after, dueInMs: 0 });
    if (written === 'written') return { learned: 'news', orderId };
  }
  throw new ApiError('PAYMENTS_UNAVAILABLE', 'the order is being changed right now; try again', {
    retryAfterS: 1,
  });
}

/** The order that an address of ours stands for; undefined when it is none of ours. */
export function orderIdOf(publicUrl: string, orderUrl: string | undefined): string | undefined {
  const prefix = orderUrlOf(publicUrl, '');
  return orderUrl?.startsWith(prefix) === true ? orderUrl.slice(prefix.length) : undefined;
}
