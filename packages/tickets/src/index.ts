export * from './order/calendar.ts';
export * from './order/issue-tickets.ts';
export * from './order/tickets-of-order.ts';
