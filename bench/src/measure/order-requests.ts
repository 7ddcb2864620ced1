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
export function orderRequests(options: {
  withKey: boolean;
  origin?: string;
  /** What the ids of the ticket types begin with. */
  event?: string;
  code?: string;
}): string[] {
  const { event = 'bench', code } = options;
  return Array.from({ length: 600 }, (_, i) => {
    const body = JSON.stringify({
      customer: { name: NAMES[i % NAMES.length], email: `buyer.${i}@load.example` },
      items: [
        { ticketId: `${event}-adult`, qty: 1 + (i % 3) },
        { ticketId: `${event}-child`, qty: 1 + (i % 2) },
      ],
      paymentMethod: i % 2 === 0 ? 'credit_card' : 'paypal',
      ...(code === undefined ? {} : { code }),
    });
    const headers = {
      ...(options.withKey ? { 'idempotency-key': 'KEY' } : {}),
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    };
    return httpRequest('POST', '/v1/orders', { headers, body });
  });
}
