import type { Seller, SellerInput } from '@onsale/contracts';
import { type Ledger, readSeller, readSellerRevision, type StoredSeller } from '@onsale/ledger';

/** The shop's name until its seller has one. */
export const DEFAULT_NAME = 'Onsale';

/** The seller's settings in memory. */
export class SellerView {
  #stored: StoredSeller | undefined;

  /** The settings; undefined while nobody has set any. */
  get settings(): SellerInput | undefined {
    return this.#stored?.document;
  }

  /** Reads them if they have changed; whether they had. */
  async refresh(ledger: Ledger): Promise<boolean> {
    const revision = await readSellerRevision(ledger);
    // Settings that are gone say nothing: nobody removes them, so this Redis is empty.
    if (revision === 0 || revision === this.#stored?.revision) return false;
    this.#stored = (await readSeller(ledger)) ?? this.#stored;
    return true;
  }

  /** In the API's form. */
  show(): Seller {
    if (this.#stored === undefined) return { name: DEFAULT_NAME, revision: 0 };
    return { ...this.#stored.document, revision: this.#stored.revision };
  }
}
