import { idempotencyClaimsKey, REHEARSAL_SHARD, shardOf } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { IDEMPOTENCY_TTL_S, type KeyedRequest, ownKey } from './idempotency.ts';
import { loadScript, runScript } from '@onsale/redis';

// With several shards, one idempotency key could end up with records in two of them. So the key's
// own shard keeps claims: which orders use the key, and in which shard. While there is a claim, the
// key can't be used in another shard. Each order has its own claim, so that a refused order can
// withdraw it regardless of concurrent orders with the same key. Rehearsals have one shard and keys of
// their own, which claim nothing.

const claimScript = loadScript(new URL('./claim-idempotency-key.lua', import.meta.url));

/** An order about to be placed with an idempotency key. */
export interface IdempotencyClaim extends Pick<KeyedRequest, 'idempotencyKey' | 'customer'> {
  shard: number;
  orderId: string;
}

/**
 * Claims a key for an order. Safe to repeat. False when an order of another shard has claimed it:
 * the key belongs to another request.
 */
export async function claimIdempotencyKey(
  ledger: Ledger,
  claim: IdempotencyClaim,
): Promise<boolean> {
  if (claim.shard === REHEARSAL_SHARD) return true;
  const claimed = await runScript(ledger.redis, claimScript, {
    keys: [claimsKey(ledger, claim)],
    args: [claim.orderId, String(claim.shard), String(IDEMPOTENCY_TTL_S)],
  });
  return claimed === 1;
}

/**
 * Withdraws the claim of an order that was definitely not stored; withdrawing the last one frees
 * the key.
 */
export async function releaseIdempotencyKey(
  ledger: Ledger,
  claim: IdempotencyClaim,
): Promise<void> {
  if (claim.shard === REHEARSAL_SHARD) return;
  const claims = claimsKey(ledger, claim);
  await ledger.redis.command(claims, ['HDEL', claims, claim.orderId]);
}

function claimsKey(ledger: Ledger, claim: IdempotencyClaim): string {
  const key = ownKey(claim);
  return idempotencyClaimsKey(shardOf(key, ledger.shards), key);
}
