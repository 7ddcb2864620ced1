import type { SellerInput } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { SELLER_KEY } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

const writeScript = loadScript(new URL('./write-seller.lua', import.meta.url));

/**
 * Writes the seller's settings, which `checkSeller` must have found to be right, if they still have
 * this revision (0: nobody has set any). `applied` are the digests of what was applied from catalog
 * files, newest first; without them they stay. Returns the revision now, or undefined when somebody
 * else has changed the settings.
 */
export async function writeSeller(
  ledger: Ledger,
  document: SellerInput,
  { revision, applied }: { revision: number; applied?: readonly string[] },
): Promise<number | undefined> {
  const args = [String(revision), JSON.stringify(document), applied?.join(' ') ?? '-'];
  const now = Number(await runScript(ledger.redis, writeScript, { keys: [SELLER_KEY], args }));
  return now === 0 ? undefined : now;
}
