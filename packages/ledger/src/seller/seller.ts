import type { SellerInput } from '@onsale/contracts';

/** The seller's settings as they are stored. */
export interface StoredSeller {
  /** 1 when they are set first, and one more with each change. */
  revision: number;
  /** When they were changed last: Unix time in ms by Redis' clock. */
  changedAtMs: number;
  document: SellerInput;
  /** Digests of what was applied from catalog files, newest first. */
  applied: string[];
}

/** Whose terms apply to an event, and which version. */
export interface EffectiveTerms {
  of: 'event' | 'seller';
  version: string;
  /** Markdown, or an https URL; an event may name a version alone. */
  text: string | undefined;
}

/** The terms that apply to an event: its own, else the seller's; undefined when there are none. */
export function effectiveTerms(
  event: { termsVersion?: string; terms?: string },
  seller: SellerInput | undefined,
): EffectiveTerms | undefined {
  if (event.termsVersion !== undefined) {
    return { of: 'event', version: event.termsVersion, text: event.terms };
  }
  const terms = seller?.terms;
  return terms === undefined
    ? undefined
    : { of: 'seller', version: terms.version, text: terms.text };
}
