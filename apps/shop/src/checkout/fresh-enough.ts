import type { Refusal } from './use-purchase.ts';

/** A cache in front of the shop may answer with what is this old. */
const CACHED_MS = 3000;

/**
 * Whether the page shows what the order was refused for: after PRICE_CHANGED another total, after
 * TERMS_CHANGED another version. Until then the button must wait, or the buyer would agree to
 * something that is not on the screen. What was read after the refusal and is the same all the same,
 * because it was changed back, is right too, once no cache can have answered.
 */
export function isFreshEnough(
  { error, order, atMs }: Pick<Refusal, 'order' | 'atMs'> & { error: { code: string } },
  shown: { total: number; terms: string | undefined; ticketsReadMs: number; eventReadMs: number },
): boolean {
  const isRead = (readMs: number, isChanged: boolean) =>
    readMs > atMs + (isChanged ? 0 : CACHED_MS);
  switch (error.code) {
    case 'PRICE_CHANGED':
      return isRead(shown.ticketsReadMs, shown.total !== order.expectedTotal);
    case 'TERMS_CHANGED':
      return isRead(shown.eventReadMs, shown.terms !== order.terms);
    default:
      return true;
  }
}
