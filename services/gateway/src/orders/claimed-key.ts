import {
  claimIdempotencyKey,
  type IdempotencyClaim,
  type Ledger,
  type Placement,
  releaseIdempotencyKey,
} from '@onsale/ledger';
import { retryUntil, withinDeadline } from '../redis-deadline.ts';

/**
 * Places an order whose idempotency key is claimed for its shard first, so that the key can't be used
 * in another. Both steps share one deadline. An order that is not stored needs its claim no more;
 * where that is unknown the claim stays.
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
    // When this fails the key stays with the shard for a day, which harms nobody but its owner.
    if (placement.outcome !== 'placed') {
      await releaseIdempotencyKey(ledger, claim).catch(() => undefined);
    }
    return placement;
  }, deadlineMs - performance.now());
}
