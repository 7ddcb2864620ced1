import { comparePositions, readLogEnd } from '@onsale/ledger';
import { readShards } from '@onsale/records';
import type { OfficeParts } from '../app.ts';

/** Until when everything is recorded, in a shard or in all of them; undefined when that is now, or nobody knows. */
export async function readRecordedUntil(
  { records, ledger }: Pick<OfficeParts, 'records' | 'ledger'>,
  shard?: number,
): Promise<Date | undefined> {
  try {
    const sale = ledger();
    // A shard that nobody has begun to record has nothing to compare with.
    const shards = (await readShards(records)).filter(
      (each) => shard === undefined || each.shard === shard,
    );
    const behind = shards.map(async ({ shard: index, position, since_ms: since }) => {
      const logEnd = await readLogEnd(sale, index);
      if (comparePositions(position, logEnd) >= 0) return undefined;
      return position === '0-0' ? since : Number.parseInt(position, 10);
    });
    const times = (await Promise.all(behind)).filter((at) => at !== undefined);
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  } catch {
    // What is recorded is right all the same.
    return undefined;
  }
}
