import { m } from '../paraglide/messages.js';
import { type BasketChange, type Lack, type PickedLine, totalOfLines } from './basket.ts';
import { wordsOfPrice } from './words-of-price.ts';

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
export function wordsOfLack(lack: Lack): string {
  if (lack === 'oneCurrency') return m.basket_one_currency();
  if ('uses' in lack) return m.basket_code_uses({ count: lack.uses });
  const { ticket, least } = lack;
  return ticket === undefined
    ? m.basket_too_few_in_all({ least })
    : m.basket_too_few({ name: ticket.name, least });
}

/** What the chosen tickets cost in all, currency by currency. */
export function formatTotal(lines: readonly PickedLine[]): string {
  const currencies = new Set(lines.map(({ ticket }) => ticket.currency));
  return Array.from(currencies, (currency) =>
    wordsOfPrice(totalOfLines(lines, currency), currency),
  ).join(' + ');
}
