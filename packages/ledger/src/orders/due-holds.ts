import { holdsKey, openPaymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/**
 * The ids of up to `count` held orders of a shard whose deadline has passed at `nowMs` (Unix time),
 * and of as many whose open payment is given up by then; earliest first within each. They are what
 * the step `expire` is for, which judges by Redis' clock and by the order itself.
 */
export async function readDueHolds(
  ledger: Ledger,
  shard: number,
  due: { nowMs: number; count: number },
): Promise<string[]> {
  const limits = ['-inf', String(due.nowMs), 'BYSCORE', 'LIMIT', '0', String(due.count)];
  const read = async (key: string) =>
    (await ledger.redis.command(key, ['ZRANGE', key, ...limits])) as string[];
  const [holds, payments] = await Promise.all([
    read(holdsKey(shard)),
    read(openPaymentsKey(shard)),
  ]);
  return [...holds, ...payments];
}
