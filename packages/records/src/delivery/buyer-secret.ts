import type { Records } from '../connect/open-records.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** The secret by which tokens for buyers are made; it never changes. Only delivery may read it. */
export async function readBuyerSecret(db: Records | RecordsTransaction): Promise<string> {
  const row = await db.selectFrom('office.buyer_secret').select('secret').executeTakeFirstOrThrow();
  return row.secret;
}
