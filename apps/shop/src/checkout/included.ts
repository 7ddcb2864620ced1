import { totalOf } from '@onsale/i18n';
import type { PickedLine } from '../event/basket.ts';

/** How much of what the tickets cost is fees. */
export function feeOf(lines: readonly PickedLine[], currency: string): number {
  return totalOf(
    lines.map(({ ticket, qty }) => ({ price: ticket.fee ?? 0, qty })),
    currency,
  );
}

/** How much of a total is tax: `rate` is in percent of the net price, rounded as the order will be. */
export function taxOf(total: number, rate: number | undefined, currency: string): number {
  if (rate === undefined) return 0;
  return totalOf([{ price: (total * rate) / (100 + rate), qty: 1 }], currency);
}
