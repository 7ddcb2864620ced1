import { comparePositions, type Ledger, readLogEnd } from '@onsale/ledger';
import { readShard, type Records } from '@onsale/records';

/** Until when the records know what has happened in a shard; undefined when that is now. */
export async function readRecordedUntil(
  { records, ledger }: { records: Records; ledger: Ledger },
  shard: number,
): Promise<string | undefined> {
  const [recorded, logEnd] = await Promise.all([
    readShard(records, shard),
    readLogEnd(ledger, shard),
  ]);
  // Nobody has begun to record: there is nothing to compare with.
  if (recorded === undefined || comparePositions(recorded.position, logEnd) >= 0) return undefined;
  const { position, since_ms: sinceMs } = recorded;
  const untilMs = position === '0-0' ? sinceMs : Number.parseInt(position, 10);
  return new Date(untilMs).toISOString();
}
