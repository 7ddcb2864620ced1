import type { BasketChange, Lack } from '../event/basket.ts';
import type { SaleState } from '../event/sale.ts';
import { m } from '../paraglide/messages.js';

/** Why there are fewer tickets than were chosen, as a sentence. */
export function changeWords(change: BasketChange): string {
  switch (change.kind) {
    case 'unknown':
      return m.change_unknown();
    case 'gone':
      return m.change_gone({ name: change.ticket.name });
    case 'taken':
      return m.change_taken({ name: change.ticket.name });
    case 'closed':
      return m.change_closed({ name: change.ticket.name });
    case 'fewer':
      return m.change_fewer({ name: change.ticket.name, count: change.left });
    case 'tooMany':
      return m.change_too_many({ name: change.ticket.name, count: change.most });
    default:
      change satisfies { kind: 'tooManyInAll' };
      return m.change_too_many_in_all({ count: change.most });
  }
}

/** What an order still needs, as a sentence. */
export function lackWords({ ticket, least }: Lack): string {
  return ticket === undefined
    ? m.lack_in_all({ count: least })
    : m.lack_of_ticket({ name: ticket.name, count: least });
}

/** Why nothing of an event can be bought, when it is not for want of tickets. */
export function closedWords(sale: SaleState): { title: string; text: string } | undefined {
  switch (sale) {
    case 'paused':
      return { title: m.closed_paused(), text: m.closed_paused_text() };
    case 'cancelled':
      return { title: m.closed_cancelled(), text: m.closed_cancelled_text() };
    case 'before':
      return { title: m.closed_before(), text: m.closed_before_text() };
    case 'closed':
    case 'ended':
    case 'over':
      return { title: m.closed_over(), text: m.closed_over_text() };
    default:
      return undefined;
  }
}
