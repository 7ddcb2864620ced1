import { m } from '../paraglide/messages.js';
import type { BasketChange, Lack } from './basket.ts';

/** What was taken out of a basket, and why. */
export function wordsOfChange(change: BasketChange): string {
  if (change.kind === 'unknown') return m.basket_unknown();
  if (change.kind === 'tooManyInAll') return m.basket_too_many_in_all({ most: change.most });
  const { name } = change.ticket;
  if (change.kind === 'fewer') return m.basket_left({ name, count: change.left });
  if (change.kind === 'tooMany') return m.basket_too_many({ name, most: change.most });
  return { gone: m.basket_gone, taken: m.basket_taken, closed: m.basket_closed }[change.kind]({
    name,
  });
}

/** What an order still needs. */
export function wordsOfLack({ ticket, least }: Lack): string {
  return ticket === undefined
    ? m.basket_too_few_in_all({ least })
    : m.basket_too_few({ name: ticket.name, least });
}
