import type { MailContent, MailEvent, MailOrder, MailShop } from '../src/index.ts';

export const shop: MailShop = {
  ...{ name: 'Ohm Concerts', url: 'https://tickets.example', contactEmail: 'hello@ohm.example' },
  imprint:
    '# Imprint\n\nOhm Ltd, represented by **Georg Ohm**, [register](https://register.example)',
  ...{ legalName: 'Ohm Concerts Ltd', postalAddress: '1 Volt Lane\nLondon', vatId: 'GB123' },
};

export const event: MailEvent = {
  ...{ name: 'Night of the Long Waves', venue: 'Power Station', city: 'Berlin' },
  ...{ startsAt: '2087-06-18T20:00:00+02:00', endsAt: '2087-06-18T23:30:00+02:00' },
  ...{ doorsAt: '2087-06-18T19:00:00+02:00', timeZone: 'Europe/Berlin' },
};

export const order: MailOrder = {
  ...{ orderId: '01abcdefghjkmnpqrstvwxyz0123', buyer: 'Ada Lovelace', currency: 'EUR' },
  url: 'https://tickets.example/orders/01abcdefghjkmnpqrstvwxyz0123',
  lines: [
    { name: 'Standing', qty: 2, total: 59, text: 'Gate in the north.\nMore: https://ohm.example.' },
    { name: 'Balcony', qty: 1, total: 44.5 },
  ],
  ...{ total: 103.5, fee: 4.5, tax: 16.53 },
};

const of = { shop, event, order };
const attached = { tickets: true, receipt: true };

/** A mail of each kind. */
export const mails: readonly MailContent[] = [
  {
    ...{ kind: 'confirmed', ...of, attached, namesUntil: '2087-06-18T12:00:00+02:00' },
    terms: { version: '2087-01', text: '# Terms\n\nNo refunds after the start.' },
  },
  {
    ...{ kind: 'refund', ...of, amount: 29.5, tickets: [{ name: 'Standing', count: 1 }] },
    ...{ isAll: false, hasCreditNote: true },
  },
  { kind: 'payment_returned', ...of, amount: 103.5, currency: 'EUR', hasTickets: false },
  { kind: 'cancelled', ...of },
  { kind: 'event_cancelled', ...of, refund: 103.5 },
  {
    ...{ kind: 'event_changed', ...of, attached, note: 'The hall has a burst pipe.' },
    before: {
      ...{ startsAt: '2087-06-17T20:00:00+02:00', endsAt: '2087-06-17T22:00:00+02:00' },
      ...{ doorsAt: '2087-06-17T19:00:00+02:00', venue: 'Town Hall' },
    },
  },
  { kind: 'reminder', ...of, attached, isTomorrow: true },
  { kind: 'ticket_replaced', ...of, attached, tickets: [{ name: 'Standing', holder: 'Grace' }] },
  {
    ...{ kind: 'message', shop, event, subject: 'How to get there', orderUrl: order.url },
    ...{ body: 'Take the bus.\n\nSee you,\nOhm', optOutUrl: `${shop.url}/opt-out#token` },
  },
  { kind: 'order_links', shop, url: `${shop.url}/my-orders#token`, minutes: 60 },
  { kind: 'test', shop, by: 'Ada' },
  {
    ...{ kind: 'webhook_disabled', shop, endpoint: 'https://crm.example/hooks' },
    ...{ answer: '500', consoleUrl: 'https://console.example/webhooks' },
  },
];
