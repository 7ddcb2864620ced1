import type { Answer, Shop } from '../shop.ts';
import { secondsSince, type Step } from '../step.ts';

export const buy: Step = {
  name: 'buy',
  title: 'Buys a ticket through the door, as a browser does',
  async run({ shop }, notes) {
    const opened = await shop();
    notes.figure('door', opened.door.way);
    const before = await opened.audit();
    const start = performance.now();
    const answer = await orderAny(opened);
    notes.check('an order is answered with 201', answer.status === 201, answer.text.slice(0, 200));
    await opened.untilConfirmed(answer.orderId ?? '');
    notes.check('it is confirmed', true, secondsSince(start));
    const after = await opened.audit();
    notes.check('it is in the books', after.orders.confirmed === before.orders.confirmed + 1);
    notes.check('every promise holds', after.problems.length === 0, after.problems.join('; '));
  },
};

/** Orders the first ticket that can be had without answering questions of its event. */
export async function orderAny(shop: Shop): Promise<Answer> {
  const tickets = (await shop.tickets()).filter(({ onSale, soldOut }) => onSale && !soldOut);
  for (const { id } of tickets) {
    const answer = await shop.order(id);
    if (answer.status !== 400) return answer;
  }
  throw new Error(`none of ${tickets.length} tickets can be ordered`);
}
