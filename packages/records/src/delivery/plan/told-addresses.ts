import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** To which address the tickets of an order were last mailed, or are to be; undefined: to none yet. */
export async function readTicketsAddress(
  tx: RecordsTransaction,
  orderId: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('office.mails')
    .select('address')
    .where('order_id', '=', orderId)
    .where('kind', '=', 'confirmed')
    .orderBy('queued_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.address;
}
