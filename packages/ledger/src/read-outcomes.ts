import type { Ledger } from './ledger.ts';
import { loadScript, runScript } from './script.ts';

/** Orders that one call reads at the most: Redis is kept busy for less than half a millisecond. */
export const MAX_OUTCOMES = 200;

const readOutcomesScript = loadScript('read-outcomes');

/** The status and the packed items of orders of one shard; null for what an order does not have. */
export async function readOutcomes(
  ledger: Ledger,
  keys: readonly string[],
): Promise<[status: string | null, items: string | null][]> {
  if (keys.length === 0) return [];
  const reply = await runScript(ledger.redis, readOutcomesScript, { keys, args: [] });
  const texts = reply as (string | null)[];
  return keys.map((_, i) => [texts[2 * i] ?? null, texts[2 * i + 1] ?? null]);
}
