import { type Order, parseOrderId, type Payment, unpackOrder, unpackPayment } from '@onsale/ledger';
import { sql } from 'kysely';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** An order as it is recorded, with its payment. */
export interface PlannedOrder {
  order: Order;
  payment: Payment | undefined;
}

/**
 * Reads recorded orders by id, but those that an admin has given up. What is malformed is a matter of the audit.
 */
export async function readPlannedOrders(
  tx: RecordsTransaction,
  orderIds: readonly string[],
): Promise<Map<string, PlannedOrder>> {
  const { rows } = await sql<{
    order_id: string;
    record: string;
    payment: string | null;
  }>`
    select o.order_id, o.record, p.record as payment
    from records.orders o left join records.payments p using (order_id)
    where o.order_id = any(${orderIds}::text[]) and o.given_up_at is null`.execute(tx);
  return new Map(
    rows.flatMap((row) => {
      const order = readOrderOf(row.order_id, row.record);
      if (order === undefined) return [];
      const payment = row.payment === null ? undefined : unpackPayment(row.payment);
      return [[row.order_id, { order, payment }] as const];
    }),
  );
}

function readOrderOf(id: string, record: string): Order | undefined {
  const createdAtMs = parseOrderId(id, Infinity)?.createdAtMs ?? 0;
  try {
    return { id, createdAtMs, ...unpackOrder(record) };
  } catch {
    return undefined;
  }
}
