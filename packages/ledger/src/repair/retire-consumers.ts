import { orderStreamKey, WORKER_GROUP } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { loadScript, runScript } from '@onsale/redis';

const retireScript = loadScript(new URL('./retire-consumers.lua', import.meta.url));

/**
 * Removes consumers that own no entries and have been idle for `minIdleMs`: all of them, or only
 * the one named. Returns how many were removed.
 */
export async function retireConsumers(
  ledger: Ledger,
  shard: number,
  retire: { minIdleMs: number; consumer?: string },
): Promise<number> {
  const removed = await runScript(ledger.redis, retireScript, {
    keys: [orderStreamKey(shard)],
    args: [WORKER_GROUP, String(retire.minIdleMs), retire.consumer ?? ''],
  });
  return Number(removed);
}
