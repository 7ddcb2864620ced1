import type { SaleState } from '../event/sale.ts';
import { m } from '../paraglide/messages.js';

/** Why nothing of an event can be bought, when it is not for want of tickets. */
export function closedWords(sale: SaleState): { title: string; text: string } | undefined {
  switch (sale) {
    case 'paused':
      return {
        title: m.sale_paused(),
        text: `${m.sale_paused_text()} ${m.checkout_typed_stays()}`,
      };
    case 'cancelled':
      return { title: m.sale_cancelled(), text: m.sale_cancelled_text() };
    case 'before':
    case 'closed':
      return { title: m.sale_closed(), text: m.sale_closed_text() };
    case 'ended':
      return { title: m.sale_ended(), text: m.sale_ended_text() };
    case 'over':
      return { title: m.sale_over(), text: m.sale_over_text() };
    default:
      return undefined;
  }
}
