import type { SellerInput } from '@onsale/contracts';
import { newestFirst, type Plan, planContent } from '../catalog/plan-content.ts';
import { digestDocument } from '../events/digest-document.ts';
import type { Ledger } from '../ledger.ts';
import { readSeller } from './read-seller.ts';
import { writeSeller } from './write-seller.ts';

/** What a catalog file did to the seller's settings; as with events, see `AppliedEvent`. */
export interface AppliedSeller {
  outcome: Plan;
  /** The revision that is in force. */
  revision: number;
}

/**
 * Puts the seller's settings of a catalog file into force, each content once. Idempotent, and safe
 * to run in many processes at once.
 */
export async function applySeller(
  ledger: Ledger,
  document: SellerInput,
  options: { force?: boolean } = {},
): Promise<AppliedSeller> {
  for (;;) {
    const stored = await readSeller(ledger);
    const { revision = 0, applied: before = [] } = stored ?? {};
    const outcome = planContent(document, stored, options);
    const applied = newestFirst(digestDocument(document), before);
    const isNoted = outcome === 'unchanged' && applied[0] === before[0];
    const isLeft = outcome === 'changed-elsewhere' || outcome === 'applied-before';
    if (isNoted || isLeft) return { outcome, revision };
    // What is stored stays when it says the same, so that only the digests change.
    const written = outcome === 'unchanged' && stored !== undefined ? stored.document : document;
    const now = await writeSeller(ledger, written, { revision, applied });
    if (now !== undefined) return { outcome, revision: now };
  }
}
