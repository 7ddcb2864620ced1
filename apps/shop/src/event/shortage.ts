import type { Ticket } from '@onsale/contracts';
import { m } from '../paraglide/messages.js';

/** What became of a chosen ticket type of which fewer are left than were chosen. */
export function shortageOf({ name, onSale, remaining }: Ticket): string {
  if (!onSale) return m.basket_closed({ name });
  if (remaining <= 0) return m.basket_gone({ name });
  return m.basket_left({ name, count: remaining });
}
