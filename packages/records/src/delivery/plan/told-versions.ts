import { sql } from 'kysely';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** A version of a ticket. */
export interface TicketVersion {
  orderId: string;
  line: number;
  number: number;
  version: number;
}

/** Notes which versions of tickets buyers are told of now; returns those that are newer than what was noted. */
export async function noteToldVersions(
  tx: RecordsTransaction,
  versions: readonly TicketVersion[],
): Promise<TicketVersion[]> {
  if (versions.length === 0) return [];
  const rows = versions.map(({ orderId, ...ticket }) => ({ order_id: orderId, ...ticket }));
  const newer = await tx
    .insertInto('office.told_versions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['order_id', 'line', 'number'])
        .doUpdateSet({ version: sql`excluded.version` })
        .where(sql<boolean>`told_versions.version < excluded.version`),
    )
    .returningAll()
    .execute();
  return newer.map(({ order_id: orderId, line, number, version }) => {
    return { orderId, line, number, version };
  });
}
