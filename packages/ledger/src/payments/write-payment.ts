import { loadScript, runScript } from '@onsale/redis';
import {
  archivedPaymentsKey,
  logReadersKey,
  orderAddress,
  orderLogKey,
  orderSecond,
  paymentsDueKey,
  paymentsKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseOrderId } from '../orders/order-id.ts';
import type { ArchivedOrderState } from './archived-payment.ts';
import { packPayment, type Payment } from './payment.ts';

const writePaymentScript = loadScript(new URL('./write-payment.lua', import.meta.url));

/** How payments are written: what was read, what is to be, and when to look again. */
export interface PaymentChange {
  /** As it was read; undefined when there was none. */
  before: Payment | undefined;
  /** As it is to be, whatever its revision says; undefined to leave it. */
  after?: Payment | undefined;
  /** The head of the order as it was read, when the change depends on it. */
  head?: string;
  /** In how many ms payments must look at it again; undefined: never. */
  dueInMs: number | undefined;
  /** What the order log calls the change, a word, when money has moved; any other change is `changed`. */
  logged?: string | undefined;
  /** What was read of an order that has left Redis; a change then brings its payment back. */
  archived?: ArchivedOrderState | undefined;
}

/** `changed`: something is not as it was read, so nothing was written. */
export type PaymentWrite = 'written' | 'changed' | 'no-such-order';

/** Stores the payment of an order and when to look at it again, in one step. */
export async function writePayment(
  ledger: Pick<Ledger, 'redis' | 'shards'>,
  orderId: string,
  { before, after, head = '', dueInMs, logged = 'changed', archived }: PaymentChange,
): Promise<PaymentWrite> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (shard === undefined) return 'no-such-order';
  const [bucket] = orderAddress(shard, orderId);
  const revision = before?.revision ?? 0;
  const record = after === undefined ? '' : packPayment({ ...after, revision: revision + 1 });
  const reply = await runScript(ledger.redis, writePaymentScript, {
    keys: [
      ...([paymentsKey(shard, orderSecond(orderId)), bucket] as const),
      ...[paymentsDueKey(shard), orderLogKey(shard), archivedPaymentsKey(shard)],
    ],
    args: [
      ...[logReadersKey(shard), orderId, String(revision), record, head],
      dueInMs === undefined ? '' : String(Math.max(0, Math.ceil(dueInMs))),
      after === undefined ? '' : `payment:${logged}`,
      ...[archived?.record ?? '', String(archived?.bringBackUntilMs ?? 0)],
    ],
  });
  return reply === 'missing' ? 'no-such-order' : (String(reply) as 'written' | 'changed');
}
