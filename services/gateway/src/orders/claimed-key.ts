import {
  claimIdempotencyKey,
  type IdempotencyClaim,
  type Ledger,
  type Placement,
  releaseIdempotencyKey,
} from '@onsale/ledger';
import { retryUntil, withinDeadline } from '../redis-deadline.ts';

/**
 * Claims the idempotency key for the order's shard, so that it can't be used in another one, then
 * places the order. Both steps share one deadline. If the order was definitely not stored, the
 * claim is released; if unknown, it stays.
 */
export async function withClaimedKey(
  ledger: Ledger,
  { claim, deadlineMs }: { claim: IdempotencyClaim; deadlineMs: number },
  place: () => Promise<Placement>,
): Promise<Placement> {
  return await withinDeadline(async () => {
    const isOurs = await retryUntil(deadlineMs, () => claimIdempotencyKey(ledger, claim));
    if (!isOurs) return { outcome: 'key-reused' };
    const placement = await place();
    // If this fails, the key stays bound to the shard for a day, which affects only its owner.
    if (placement.outcome !== 'placed') {
      await releaseIdempotencyKey(ledger, claim).catch(() => undefined);
    }
    return placement;
  }, deadlineMs - performance.now());
}
