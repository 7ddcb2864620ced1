import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { exact } from './finding.ts';

/** Promise 1, by the orders themselves and by the books at every moment at which they were read. */
export function judgeStock({ capacity, placed, shop, books }: Evidence): Finding[] {
  const sold = placed
    .filter(({ orderId }) => shop.get(orderId)?.status === 'confirmed')
    .reduce((sum, { qty }) => sum + qty, 0);
  const wrong = books.filter(
    (each) =>
      each.remaining + each.held + each.sold !== each.capacity ||
      Math.min(each.remaining, each.held, each.sold) < 0,
  );
  const last = books.at(-1);
  return [
    exact(1, {
      what: 'No more tickets are sold than there are',
      broken: sold > capacity ? [`${sold} tickets are sold, and there are ${capacity}`] : [],
      found: `${sold} of ${capacity} tickets, counted from the orders`,
      from: ['shop'],
    }),
    exact(1, {
      what: 'At every moment, tickets left, held and sold add up to the capacity',
      broken: wrong.map(
        (each) => `${each.remaining} + ${each.held} + ${each.sold} is not ${each.capacity}`,
      ),
      found: `read ${books.length} times`,
      from: ['office'],
    }),
    exact(1, {
      what: 'The books say as many as the orders',
      broken:
        last !== undefined && last.sold !== sold
          ? [`the books say ${last.sold} sold, the orders ${sold}`]
          : [],
      found: last === undefined ? 'the books were not read' : `${last.sold} sold`,
      from: ['shop', 'office'],
    }),
  ].filter(({ from }) => books.length > 0 || !from.includes('office'));
}
