import type { Records } from '../connect/open-records.ts';
import type { RecordedShard } from './with-shard.ts';

/** How far each shard is recorded, by its number; those that nobody has begun to record are missing. */
export async function readShards(db: Records): Promise<RecordedShard[]> {
  return await db.selectFrom('records.shards').selectAll().orderBy('shard').execute();
}

/** The same of one shard; undefined while nobody has begun to record it. */
export async function readShard(db: Records, shard: number): Promise<RecordedShard | undefined> {
  const rows = db.selectFrom('records.shards').selectAll().where('shard', '=', shard);
  return await rows.executeTakeFirst();
}
