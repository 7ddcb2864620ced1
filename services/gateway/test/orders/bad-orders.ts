import { order } from '../open-gateway.ts';

/** An order request that must be refused. */
export interface BadOrder {
  name: string;
  /** Objects are sent as JSON, strings unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  /** Must match the sentence in `error`. */
  names: RegExp;
}

const invalid = { status: 400, code: 'INVALID_REQUEST' };
const notJson = { status: 400, code: 'INVALID_JSON', names: /JSON|empty/ };

function withItems(...items: unknown[]) {
  return { ...order(), items };
}

function withCustomer(customer: unknown) {
  return { ...order(), customer };
}

function escaped(text: string): string {
  return text.replaceAll(/[^ -~]/gu, (found) => `U+${found.codePointAt(0)?.toString(16)}`);
}

const adult = { ticketId: 'fair-adult', qty: 1 };
const longList = Array.from({ length: 21 }, () => adult);
const { customer } = order();
const qtyPlace = /items\[0\]\.qty/;

export const badOrders: BadOrder[] = [
  { name: 'invalid JSON', body: '{"customer":', ...notJson },
  { name: 'garbage after a BOM', body: '\uFEFF}{', ...notJson },
  { name: 'an empty body', body: '', ...notJson },
  {
    name: 'no body at all',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    names: /application\/json/,
  },
  {
    name: 'another content type',
    body: JSON.stringify(order()),
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    names: /application\/json/,
  },
  {
    name: 'a form',
    body: 'a=b',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    names: /application\/json/,
  },
  {
    name: 'a body over 64 KiB',
    body: { ...order(), note: 'x'.repeat(64 * 1024) },
    status: 413,
    code: 'BODY_TOO_LARGE',
    names: /too large/,
  },
  { name: 'an array', body: [order()], ...invalid, names: /body must be of type object/ },
  { name: 'null', body: 'null', ...invalid, names: /body must be of type object/ },
  { name: 'a number', body: '42', ...invalid, names: /body must be of type object/ },
  {
    name: 'an unknown ticket',
    body: withItems(adult, { ticketId: 'moon', qty: 1 }),
    status: 400,
    code: 'UNKNOWN_TICKET',
    names: /items\[1\]\.ticketId/,
  },
  {
    name: 'a ticket with the name of a built-in property',
    body: withItems({ ticketId: '__proto__', qty: 1 }),
    status: 400,
    code: 'UNKNOWN_TICKET',
    names: /items\[0\]\.ticketId/,
  },
  {
    name: 'tickets of two events',
    body: withItems(adult, { ticketId: 'club-adult', qty: 1 }),
    status: 400,
    code: 'MIXED_EVENTS',
    names: /items\[1\]\.ticketId.*club.*fair/,
  },
  {
    name: 'tickets of two currencies',
    body: withItems(adult, { ticketId: 'fair-abroad', qty: 1 }),
    status: 400,
    code: 'MIXED_CURRENCIES',
    names: /items\[1\]\.ticketId.*USD.*EUR/,
  },
  { name: 'qty 0', body: withItems({ ...adult, qty: 0 }), ...invalid, names: qtyPlace },
  { name: 'a negative qty', body: withItems({ ...adult, qty: -1 }), ...invalid, names: qtyPlace },
  { name: 'a fraction', body: withItems({ ...adult, qty: 1.5 }), ...invalid, names: qtyPlace },
  { name: 'a huge qty', body: withItems({ ...adult, qty: 1e300 }), ...invalid, names: qtyPlace },
  {
    name: 'a large qty',
    body: withItems({ ...adult, qty: 1_000_001 }),
    ...invalid,
    names: qtyPlace,
  },
  { name: 'qty as a string', body: withItems({ ...adult, qty: '1' }), ...invalid, names: qtyPlace },
  { name: 'qty as true', body: withItems({ ...adult, qty: true }), ...invalid, names: qtyPlace },
  { name: 'qty as null', body: withItems({ ...adult, qty: null }), ...invalid, names: qtyPlace },
  { name: 'no qty', body: withItems({ ticketId: 'fair-adult' }), ...invalid, names: qtyPlace },
  {
    name: 'too many tickets in total',
    body: withItems({ ...adult, qty: 6 }, { ticketId: 'fair-child', qty: 5 }),
    status: 400,
    code: 'TOO_MANY_TICKETS',
    names: /items ask for 11 tickets.*10/,
  },
  {
    name: 'too many of one ticket in two lines',
    body: withItems({ ...adult, qty: 6 }, { ...adult, qty: 5 }),
    status: 400,
    code: 'TOO_MANY_TICKETS',
    names: /items ask for 11 tickets.*10/,
  },
  { name: 'no items', body: withItems(), ...invalid, names: /items must not be empty/ },
  { name: 'more than 20 lines', body: withItems(...longList), ...invalid, names: /items.*20/ },
  {
    name: 'items that are not a list',
    body: { ...order(), items: adult },
    ...invalid,
    names: /items/,
  },
  {
    name: 'an item that is not an object',
    body: withItems('two'),
    ...invalid,
    names: /items\[0\]/,
  },
  { name: 'no customer', body: { ...order(), customer: undefined }, ...invalid, names: /customer/ },
  {
    name: 'a missing name',
    body: withCustomer({ email: customer.email }),
    ...invalid,
    names: /customer\.name is missing/,
  },
  {
    name: 'an empty name',
    body: withCustomer({ ...customer, name: '' }),
    ...invalid,
    names: /customer\.name/,
  },
  {
    name: 'a name of blanks',
    body: withCustomer({ ...customer, name: '   ' }),
    ...invalid,
    names: /customer\.name/,
  },
  {
    name: 'a name that is too long',
    body: withCustomer({ ...customer, name: 'x'.repeat(201) }),
    ...invalid,
    names: /customer\.name/,
  },
  ...['\u0000', '\n', '\u001b[31m', '\u007f', '\u0085', '\u2028'].map((character) => ({
    name: `the control character ${JSON.stringify(character)} in a name`,
    body: withCustomer({ ...customer, name: `Ada${character}` }),
    ...invalid,
    names: /customer\.name/,
  })),
  ...['ada', 'ada@', '@example.com', 'a b@example.com', 'ada@home', 'a@b@c.de', 'a@.de', ''].map(
    (email) => ({
      name: `the e-mail address "${email}"`,
      body: withCustomer({ ...customer, email }),
      ...invalid,
      names: /customer\.email must be a valid e-mail address/,
    }),
  ),
  {
    name: 'an e-mail address with a line break',
    body: withCustomer({ ...customer, email: 'ada@example.com\r\nBcc: eve@example.com' }),
    ...invalid,
    names: /customer\.email/,
  },
  {
    name: 'an e-mail address that is too long',
    body: withCustomer({ ...customer, email: `${'a'.repeat(250)}@example.com` }),
    ...invalid,
    names: /customer\.email/,
  },
  {
    name: 'an empty payment method',
    body: { ...order(), paymentMethod: '' },
    ...invalid,
    names: /paymentMethod/,
  },
  {
    name: 'a payment method of 65 characters',
    body: { ...order(), paymentMethod: 'x'.repeat(65) },
    ...invalid,
    names: /paymentMethod/,
  },
  {
    name: 'a payment method with a control character',
    body: { ...order(), paymentMethod: 'card\t' },
    ...invalid,
    names: /paymentMethod/,
  },
  {
    name: 'a __proto__ key',
    body: JSON.stringify(order()).replace('{', '{"__proto__":{"admin":true},'),
    ...notJson,
  },
  {
    name: 'a __proto__ key deep inside',
    body: JSON.stringify(order()).replace('"qty"', '"__proto__":{"qty":1},"qty"'),
    ...notJson,
  },
  {
    name: 'a constructor key with a prototype',
    body: JSON.stringify(order()).replace('{', '{"constructor":{"prototype":{}},'),
    ...notJson,
  },
  {
    name: 'deep nesting',
    body: `${'{"customer":'.repeat(1000)}1${'}'.repeat(1000)}`,
    ...invalid,
    names: /paymentMethod|items|customer/,
  },
  {
    name: 'deep nesting of lists',
    body: `${'['.repeat(8000)}${']'.repeat(8000)}`,
    ...invalid,
    names: /body must be of type object/,
  },
  ...[
    ...['\u200b\u200b', '\u00ad', '\u2800', '\u3164', '\u115f', ' \u2060 '],
    ...['Ada\u202eecalevoL', 'Ada\u200b', 'A\u200dda', 'Ada\u2066', '\ufeffAda', 'Ada \u{e0041}'],
  ].flatMap((text) => [
    {
      name: `the name ${escaped(text)}`,
      body: withCustomer({ ...customer, name: text }),
      ...invalid,
      names: /^customer\.name has (the invisible character U\+|no character that can be seen)/,
    },
    {
      name: `the payment method ${escaped(text)}`,
      body: { ...order(), paymentMethod: text },
      ...invalid,
      names: /^paymentMethod has /,
    },
    {
      name: `the e-mail address ${escaped(text)}@example.com`,
      body: withCustomer({ ...customer, email: `${text.replaceAll(' ', '')}@example.com` }),
      ...invalid,
      names: /^customer\.email (has the invisible character U\+|must be a valid e-mail address)/,
    },
  ]),
  ...['', '   ', 'x'.repeat(256), 'clé', 'a\tb'].map((key) => ({
    name: `the Idempotency-Key ${JSON.stringify(key).slice(0, 12)} of ${key.length} characters`,
    body: order(),
    headers: { 'idempotency-key': key },
    ...invalid,
    names: /idempotency-key/,
  })),
];
