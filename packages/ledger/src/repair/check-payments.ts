import { type BackPayment, scanBackPayments } from '../archive/archive-payments.ts';
import { orderSecond, paymentsDueKey, paymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { orderHandle } from '../orders/order-handle.ts';
import { readOrder } from '../orders/order.ts';
import { isOpenPayment, type Payment } from '../payments/payment.ts';
import { tryUnpackPayment } from '../payments/payments-of-orders.ts';
import { scanPayments } from '../payments/scan-payments.ts';
import type { Problems } from './check-books.ts';

/**
 * Finds payments that nobody would ever look at again, also those of orders that have left, and money whose
 * tickets are gone. Whatever looks
 * wrong is read again before it is told, because orders and payments are not read at one moment.
 */
export async function checkPayments(
  ledger: Ledger,
  shard: number,
  { problems, afterPage }: { problems: Problems; afterPage: () => Promise<void> },
): Promise<void> {
  const key = paymentsDueKey(shard);
  for await (const page of scanBackPayments(ledger, shard)) {
    for (const back of page) await checkBack(ledger, shard, { back, problems });
    await afterPage();
  }
  for await (const page of scanPayments(ledger, shard)) {
    if (page.length === 0) continue;
    const ids = page.map(({ orderId }) => orderId);
    const scores = await ledger.redis.command(key, ['ZMSCORE', key, ...ids]);
    for (const [i, { orderId, record }] of page.entries()) {
      const payment = tryUnpackPayment(record);
      if (payment === undefined) {
        problems.set(`payment ${orderId}`, `the payment of ${named(orderId)} cannot be read`);
      } else if ((scores as unknown[])[i] === null && isOpenPayment(payment)) {
        await checkAgain(ledger, shard, { orderId, problems });
      } else if (hasTickets(payment)) await checkAgain(ledger, shard, { orderId, problems });
    }
    await afterPage();
  }
}

// Those of orders that have left; an hour is enough to find out what is wrong.
async function checkBack(
  ledger: Ledger,
  shard: number,
  { back, problems }: { back: BackPayment; problems: Problems },
): Promise<void> {
  const { orderId } = back;
  const isThere = (await readOrder(ledger, orderId)) !== undefined;
  const payment = tryUnpackPayment(back.payment ?? '');
  if (isThere) {
    problems.set(`back ${orderId}`, `${named(orderId)} is here, and in the index of archived ones`);
  } else if (payment === undefined) {
    problems.set(
      `back ${orderId}`,
      `the payment of ${named(orderId)}, which is archived, is missing or cannot be read`,
    );
  } else if (isOpenPayment(payment)) await checkDue(ledger, shard, { orderId, problems });
}

async function checkAgain(
  ledger: Ledger,
  shard: number,
  { orderId, problems }: { orderId: string; problems: Problems },
): Promise<void> {
  const payments = paymentsKey(shard, orderSecond(orderId));
  const record = await ledger.redis.command(payments, ['HGET', payments, orderId]);
  const payment = tryUnpackPayment(String(record));
  // The order after its payment: its state is stored first.
  const order = await readOrder(ledger, orderId);
  if (payment === undefined || order === undefined) return;
  if (hasTickets(payment) && (order.status === 'expired' || order.status === 'held')) {
    problems.set(
      `tickets ${orderId}`,
      `the money of ${named(orderId)} was taken for tickets, but it is ${order.status}`,
    );
  }
  if (isOpenPayment(payment)) await checkDue(ledger, shard, { orderId, problems });
}

async function checkDue(
  ledger: Ledger,
  shard: number,
  { orderId, problems }: { orderId: string; problems: Problems },
): Promise<void> {
  const key = paymentsDueKey(shard);
  if ((await ledger.redis.command(key, ['ZSCORE', key, orderId])) !== null) return;
  const payments = paymentsKey(shard, orderSecond(orderId));
  const record = await ledger.redis.command(payments, ['HGET', payments, orderId]);
  const payment = tryUnpackPayment(String(record));
  if (payment === undefined || !isOpenPayment(payment)) return;
  problems.set(
    `due ${orderId}`,
    `the payment of ${named(orderId)} is not decided, but the index of payments does not have it: ` +
      'nobody will look at it again',
  );
}

const hasTickets = ({ attempts }: Payment) => attempts.some(({ use }) => use === 'tickets');

const named = (orderId: string) => `order ${orderHandle(orderId)}`;
