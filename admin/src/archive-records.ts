import type { ArchiveRecords, Ledger } from '@onsale/ledger';
import type { Records } from '@onsale/records';

/** What the archive asks of the database that records the orders of this ledger. */
export async function archiveRecords(ledger: Ledger, db: Records): Promise<ArchiveRecords> {
  // Most commands don't need what it loads.
  const { markArchived, readRecordedOrders, readShard } = await import('@onsale/records');
  return {
    isRecording: async (shard) => {
      const row = await readShard(db, shard);
      return row?.state === 'recording' && row.data_id === ledger.dataId;
    },
    mark: async (orders) =>
      await markArchived(
        db,
        orders.map(({ id, record, payment }) => ({ orderId: id, record, payment })),
      ),
    read: async (orderIds) => await readRecordedOrders(db, orderIds),
  };
}
