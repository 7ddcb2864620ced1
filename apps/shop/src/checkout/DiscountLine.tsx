import { formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';

/** What a code takes off, below the tickets; nothing when it takes nothing. */
export function DiscountLine({
  code,
  discount,
  currency,
}: {
  code: string | undefined;
  discount: number;
  currency: string;
}) {
  if (code === undefined || discount === 0) return null;
  return (
    <li>
      <span>{m.basket_discount({ code })}</span>
      <span>{formatPrice(-discount, currency)}</span>
    </li>
  );
}
