import { secondsSince, type Step } from '../step.ts';

export const buy: Step = {
  name: 'buy',
  title: 'Buys a ticket through the door, as a browser does',
  async run({ shop }, notes) {
    const opened = await shop();
    notes.figure('door', opened.door.way);
    const tickets = await opened.tickets();
    const ticket = tickets.find(({ onSale, soldOut }) => onSale && !soldOut);
    if (ticket === undefined) throw new Error(`no ticket of ${tickets.length} is on sale`);
    const before = await opened.audit();
    const start = performance.now();
    const answer = await opened.order(ticket.id);
    notes.check(
      'an order is answered with 201',
      answer.status === 201,
      `${answer.status} ${answer.text.slice(0, 200)}`,
    );
    await opened.untilConfirmed(answer.orderId ?? '');
    notes.check('it is confirmed', true, secondsSince(start));
    const after = await opened.audit();
    notes.check('it is in the books', after.orders.confirmed === before.orders.confirmed + 1);
    notes.check('every promise holds', after.problems.length === 0, after.problems.join('; '));
  },
};
