import { totalOf } from '@onsale/i18n';

/** A total less a discount, without what binary fractions would add. */
export function lessDiscount(total: number, discount: number, currency: string): number {
  return totalOf(
    [
      { price: total, qty: 1 },
      { price: -discount, qty: 1 },
    ],
    currency,
  );
}
