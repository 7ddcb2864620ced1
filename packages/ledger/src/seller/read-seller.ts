import type { SellerInput } from '@onsale/contracts';
import { SELLER_KEY } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { StoredSeller } from './seller.ts';

/** The seller's settings; undefined while nobody has set any. */
export async function readSeller(ledger: Ledger): Promise<StoredSeller | undefined> {
  const fields = ['revision', 'document', 'changedAt', 'applied'];
  const reply = await ledger.redis.command(SELLER_KEY, ['HMGET', SELLER_KEY, ...fields]);
  const [revision, document, changedAt, applied] = reply as (string | null)[];
  if (typeof revision !== 'string' || typeof document !== 'string') return undefined;
  return {
    revision: Number(revision),
    changedAtMs: Number(changedAt),
    document: JSON.parse(document) as SellerInput,
    applied: (applied ?? '').split(' ').filter(Boolean),
  };
}

/** Their revision alone, which says whether they have changed; 0 while nobody has set any. */
export async function readSellerRevision(ledger: Ledger): Promise<number> {
  return Number(await ledger.redis.command(SELLER_KEY, ['HGET', SELLER_KEY, 'revision']));
}
