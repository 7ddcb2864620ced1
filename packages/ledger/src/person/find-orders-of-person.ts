import { allShardsOf, type Ledger } from '../ledger.ts';
import { unpackOrder } from '../orders/order-record.ts';
import { scanStoredOrders } from '../orders/scan-orders.ts';
import { withPayments } from '../payments/payments-of-orders.ts';
import { normalizeAddress } from '../normalize-address.ts';
import type { OrderInRedis } from './anonymize-stored-order.ts';

/**
 * All orders in Redis, rehearsals too, whose e-mail address leads to the same mailbox. Reads every order,
 * in pages; those placed meanwhile may be missing.
 */
export async function findOrdersOfPerson(
  ledger: Ledger,
  address: string,
  { onRead, signal }: { onRead?: (orders: number) => void; signal?: AbortSignal } = {},
): Promise<OrderInRedis[]> {
  const mailbox = normalizeAddress(address);
  const found: OrderInRedis[] = [];
  let read = 0;
  for (const shard of allShardsOf(ledger)) {
    for await (const page of scanStoredOrders(ledger, shard)) {
      signal?.throwIfAborted();
      const own = page.filter(({ record }) => mailboxOf(record) === mailbox);
      for (const { id, record, payment } of await withPayments(ledger, shard, own)) {
        found.push({ shard, orderId: id, record, ...(payment === undefined ? {} : { payment }) });
      }
      read += page.length;
      onRead?.(read);
    }
  }
  return found;
}

/** The mailbox of whoever has ordered; undefined when the record is malformed. */
export function mailboxOf(record: string): string | undefined {
  try {
    return normalizeAddress(unpackOrder(record).customer.email);
  } catch {
    return undefined;
  }
}
