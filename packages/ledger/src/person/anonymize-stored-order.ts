import { loadScript, runScript } from '@onsale/redis';
import { orderAddress, orderSecond, paymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { unpackOrder } from '../orders/order-record.ts';
import { isOutcome } from '../orders/order-states.ts';
import { isOpenPayment } from '../payments/payment.ts';
import { tryUnpackPayment } from '../payments/payments-of-orders.ts';
import { anonymizeOrder, anonymizePayment } from './anonymize-record.ts';
import type { PersonWords } from './person-words.ts';

const replaceScript = loadScript(new URL('../orders/replace-record.lua', import.meta.url));

/** An order in Redis, and its payment if it has one. */
export interface OrderInRedis {
  shard: number;
  orderId: string;
  record: string;
  payment?: string;
}

/**
 * Why an order keeps its person for now: it waits for its outcome, or money or an answer is under way; or
 * it can't be read, or only by a newer version.
 */
export type PersonObstacle = 'pending' | 'held' | 'money' | 'unreadable' | 'newer';

/** Another change in between is rare, and ten in a row mean that something is wrong. */
const MAX_ATTEMPTS = 10;

/** Whether an order may lose its person; the obstacle when it may not. */
export function personObstacle({
  record,
  payment,
}: Pick<OrderInRedis, 'record' | 'payment'>): PersonObstacle | undefined {
  const status = statusOf(record);
  if (status === undefined) return 'unreadable';
  if (status === 'unknown') return 'newer';
  if (!isOutcome(status)) return status === 'held' ? 'held' : 'pending';
  return payment !== undefined && isMoneyOpen(payment) ? 'money' : undefined;
}

/**
 * Removes the person from an order and its payment, unless something stands in the way; nothing else
 * changes. `gone` when the order has left Redis, `changed` only if it was different at each of many
 * attempts. Safe during a sale, to repeat, and to interrupt: the order's record, by which it is found, is
 * the last that changes.
 */
export async function anonymizeStoredOrder(
  ledger: Ledger,
  { shard, orderId }: Pick<OrderInRedis, 'shard' | 'orderId'>,
  words: PersonWords,
): Promise<'done' | 'already' | 'gone' | 'changed' | PersonObstacle> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await readStoredOrder(ledger, { shard, orderId });
    if (stored === undefined) return 'gone';
    const obstacle = personObstacle(stored);
    if (obstacle !== undefined) return obstacle;
    const replaced = await replaceBoth(ledger, stored, words);
    if (replaced !== 'changed') return replaced;
  }
  return 'changed';
}

/**
 * The same of the payment of an archived order, which is in Redis while its money moves and a while longer.
 * `gone` when there is none.
 */
export async function anonymizeStoredPayment(
  ledger: Pick<Ledger, 'redis'>,
  { shard, orderId }: Pick<OrderInRedis, 'shard' | 'orderId'>,
  words: PersonWords,
): Promise<'done' | 'already' | 'gone' | 'changed' | 'money'> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await readStoredPayment(ledger, { shard, orderId });
    if (before === undefined) return 'gone';
    if (isMoneyOpen(before)) return 'money';
    const after = anonymizePayment(orderId, before, words);
    if (after === before) return 'already';
    if (await replacePayment(ledger, { shard, orderId, before, after })) return 'done';
  }
  return 'changed';
}

/** An order in Redis with its payment; undefined when it is not there. */
export async function readStoredOrder(
  ledger: Pick<Ledger, 'redis'>,
  { shard, orderId }: Pick<OrderInRedis, 'shard' | 'orderId'>,
): Promise<OrderInRedis | undefined> {
  const address = orderAddress(shard, orderId);
  const [record, payment] = await Promise.all([
    ledger.redis.command(address[0], ['HGET', ...address]),
    readStoredPayment(ledger, { shard, orderId }),
  ]);
  if (typeof record !== 'string') return undefined;
  return { shard, orderId, record, ...(payment === undefined ? {} : { payment }) };
}

/** The payment of an order in Redis, also without the order; undefined when there is none. */
export async function readStoredPayment(
  ledger: Pick<Ledger, 'redis'>,
  { shard, orderId }: Pick<OrderInRedis, 'shard' | 'orderId'>,
): Promise<string | undefined> {
  const key = paymentsKey(shard, orderSecond(orderId));
  const payment = await ledger.redis.command(key, ['HGET', key, orderId]);
  return typeof payment === 'string' ? payment : undefined;
}

async function replaceBoth(
  ledger: Pick<Ledger, 'redis'>,
  { shard, orderId, record, payment }: OrderInRedis,
  words: PersonWords,
): Promise<'done' | 'already' | 'changed'> {
  const nextPayment = payment === undefined ? undefined : anonymizePayment(orderId, payment, words);
  if (payment !== undefined && nextPayment !== undefined && nextPayment !== payment) {
    const change = { shard, orderId, before: payment, after: nextPayment };
    if (!(await replacePayment(ledger, change))) return 'changed';
  }
  const next = anonymizeOrder(orderId, record, words);
  if (next === record) return nextPayment === payment ? 'already' : 'done';
  const [bucket] = orderAddress(shard, orderId);
  const args = [orderId, record, next];
  const reply = await runScript(ledger.redis, replaceScript, { keys: [bucket], args });
  return reply === 1 ? 'done' : 'changed';
}

async function replacePayment(
  ledger: Pick<Ledger, 'redis'>,
  change: { shard: number; orderId: string; before: string; after: string },
): Promise<boolean> {
  const { shard, orderId, before, after } = change;
  const keys = [paymentsKey(shard, orderSecond(orderId))] as const;
  const args = [orderId, before, after];
  return (await runScript(ledger.redis, replaceScript, { keys: [...keys], args })) === 1;
}

// What can't be read counts as open.
function isMoneyOpen(payment: string): boolean {
  const known = tryUnpackPayment(payment);
  return known === undefined || isOpenPayment(known);
}

function statusOf(record: string): ReturnType<typeof unpackOrder>['status'] | undefined {
  try {
    return unpackOrder(record).status;
  } catch {
    return undefined;
  }
}
