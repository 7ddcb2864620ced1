import { httpRequest } from './load-driver.ts';

const NAMES = [
  'Ada Brandt',
  'Grace Weber',
  'Jürgen Groß',
  'Mary-Jane O’Neill',
  'Li Na',
  'Zoë Dahl',
];

/** Orders of two items by different buyers, as complete HTTP requests from a page of `origin`. */
export function orderRequests(options: { withKey: boolean; origin?: string }): string[] {
  return Array.from({ length: 600 }, (_, i) => {
    const body = JSON.stringify({
      customer: { name: NAMES[i % NAMES.length], email: `buyer.${i}@load.example` },
      items: [
        { ticketId: 'bench-adult', qty: 1 + (i % 3) },
        { ticketId: 'bench-child', qty: 1 + (i % 2) },
      ],
      paymentMethod: i % 2 === 0 ? 'credit_card' : 'paypal',
    });
    const headers = {
      ...(options.withKey ? { 'idempotency-key': 'KEY' } : {}),
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    };
    return httpRequest('POST', '/v1/orders', { headers, body });
  });
}
