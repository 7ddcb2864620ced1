import { m } from '../paraglide/messages.js';
import type { SellerTextName } from './seller-texts.ts';

/** What a text of the seller is called. */
export function titleOf(name: SellerTextName): string {
  const titles: Record<SellerTextName, () => string> = {
    terms: m.seller_terms,
    refunds: m.seller_refunds,
    imprint: m.seller_imprint,
    privacy: m.seller_privacy,
    accessibility: m.seller_accessibility,
  };
  return titles[name]();
}
