import type { Event } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import type { SaleState } from './sale.ts';

/** How the sale of an event stands, in a few words; empty when tickets can be bought. */
export function wordsOfSale(event: Pick<Event, 'salesFrom'>, state: SaleState): string {
  const words: Record<SaleState, () => string> = {
    open: () => '',
    soldOut: m.availability_gone,
    taken: m.availability_taken,
    before: () => m.availability_opens({ moment: formatMinute(event.salesFrom ?? '') }),
    ended: m.sale_ended,
    paused: m.sale_paused,
    closed: m.availability_closed,
    cancelled: m.sale_cancelled,
    over: m.sale_over,
  };
  return words[state]();
}
