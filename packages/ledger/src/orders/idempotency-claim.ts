import { idempotencyClaimsKey, shardOf } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { IDEMPOTENCY_TTL_S, type KeyedRequest, ownKey } from './idempotency.ts';
import { loadScript, runScript } from '@onsale/redis';

// With several shards, the records of one idempotency key could lie in two of them. So the key's own
// shard keeps claims on it: which orders use it, and where. As long as there is one, the key can't be
// used in another shard. Each order has a claim of its own, so that a refused one can withdraw its
// claim whatever others with the same key are doing at that moment.

const claimScript = loadScript(new URL('./claim-idempotency-key.lua', import.meta.url));

/** An order that is about to be placed in a shard with an idempotency key. */
export interface IdempotencyClaim extends Pick<KeyedRequest, 'idempotencyKey' | 'customer'> {
  shard: number;
  orderId: string;
}

/**
 * Claims a key for an order. Repeating it is safe. False when an order of another shard has it: the
 * key belongs to another request.
 */
export async function claimIdempotencyKey(
  ledger: Ledger,
  claim: IdempotencyClaim,
): Promise<boolean> {
  const claimed = await runScript(ledger.redis, claimScript, {
    keys: [claimsKey(ledger, claim)],
    args: [claim.orderId, String(claim.shard), String(IDEMPOTENCY_TTL_S)],
  });
  return claimed === 1;
}

/** Withdraws the claim of an order that was certainly not stored; the last one frees the key. */
export async function releaseIdempotencyKey(
  ledger: Ledger,
  claim: IdempotencyClaim,
): Promise<void> {
  const claims = claimsKey(ledger, claim);
  await ledger.redis.command(claims, ['HDEL', claims, claim.orderId]);
}

function claimsKey(ledger: Ledger, claim: IdempotencyClaim): string {
  const key = ownKey(claim);
  return idempotencyClaimsKey(shardOf(key, ledger.shards), key);
}
