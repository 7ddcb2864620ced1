import { ORDER_STATUSES, type OrderStatus } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { archivedOrdersField } from '../archive/archive-sums.ts';
import { archiveKey, countsKey, orderLogKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { inPairs } from '../read-fields.ts';

const readScript = loadScript(new URL('./read-log-counts.lua', import.meta.url));

/** How many orders a shard has by status, at a position of its order log. */
export interface LogCounts {
  logEnd: string;
  /** In this status now, archived ones included. */
  counts: Map<OrderStatus, number>;
  /** Of these, how many have left Redis. */
  archived: Map<OrderStatus, number>;
}

/** Reads the counts of a shard and the end of its order log at one instant. */
export async function readLogCounts(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
): Promise<LogCounts> {
  const keys = [countsKey(shard), archiveKey(shard), orderLogKey(shard)] as const;
  const reply = await runScript(ledger.redis, readScript, { keys, args: [] });
  const [logEnd, counts, archived] = reply as [string, string[], string[]];
  return {
    logEnd,
    counts: countsOf(counts, (status) => status),
    archived: countsOf(archived, archivedOrdersField),
  };
}

function countsOf(
  reply: readonly string[],
  fieldOf: (status: OrderStatus) => string,
): Map<OrderStatus, number> {
  const fields = new Map(inPairs(reply));
  return new Map(
    ORDER_STATUSES.map((status) => [status, Number(fields.get(fieldOf(status)) ?? 0)]),
  );
}
