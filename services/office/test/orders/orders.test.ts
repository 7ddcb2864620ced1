import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { EventInput, OrderDetail, OrderSummary } from '@onsale/contracts';
import {
  audit,
  boughtKey,
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  placeOrders,
  readOrder,
  tagOfCustomer,
} from '@onsale/ledger';
import { anonymizeRecordedOrders, issueDocuments, verifyRecords } from '@onsale/records';
import {
  type AskOffice,
  connectionOf,
  eventually,
  freePorts,
  type ServiceProcess,
  startOffice,
  startService,
} from '@onsale/testing';

const CUSTOMER_KEY = 'key-of-the-customers-of-these-tests';
const PAYMENTS_TOKEN = 'token-of-payments-for-these-tests';
const EVENT = 'show';

const [port] = await freePorts(1);
const office = await startOffice({
  ...{ CUSTOMER_KEY, PAYMENTS_TOKEN, PAYMENTS_URL: `http://127.0.0.1:${port}` },
});
const { redis, postgres, db } = office;
const REDIS_URL = redis.url;
let services: ServiceProcess[] = [];
let ledger: Ledger;
after(async () => {
  await Promise.all(services.map((service) => service.stop()));
  await office.stop();
});
before(async () => {
  services = [
    startService('order-worker', { REDIS_URL }),
    startService('recorder', { REDIS_URL, DATABASE_URL: postgres.url }),
    startService('payments', { REDIS_URL, PAYMENTS_TOKEN, PORT: String(port) }),
  ];
  await Promise.all(services.map((service) => service.ready()));
  ledger = await openLedger(connectionOf(redis), 1);
  const owner = await office.as([{ role: 'owner' }]);
  for (const id of [EVENT, 'other']) {
    const { status, body } = await owner('POST', '/v1/events', eventOf(id));
    assert.equal(status, 201, JSON.stringify(body));
    const step = await owner('POST', `/v1/events/${id}/steps`, { step: 'publish' });
    assert.ok(step.status < 300, JSON.stringify(step.body));
  }
});

const [boxOffice, refunds, viewer] = await Promise.all([
  office.as([{ role: 'box_office' }]),
  office.as([{ role: 'refunds' }]),
  office.as([{ role: 'viewer', eventId: 'other' }]),
]);

/** The shop does not sell it yet. */
const EARLY = {
  ...{ id: `${EVENT}-early`, name: 'Early', type: 'adult', price: 5, capacity: 5 },
  salesFrom: '2087-01-01T00:00:00Z',
};

function eventOf(id: string): EventInput {
  return {
    ...{ id, name: `Evening ${id}`, venue: 'Hall', currency: 'EUR', timeZone: 'Europe/Berlin' },
    ...{ startsAt: '2087-06-19T20:00:00+02:00', maxPerCustomer: 9, taxRate: 19, fee: 1 },
    questions: [{ id: 'diet', text: 'Diet?', type: 'text', required: true }],
    tickets: [
      { id: `${id}-full`, name: 'Full', type: 'adult', price: 25.5, capacity: 40 },
      { id: `${id}-last`, name: 'Last', type: 'adult', price: 10, capacity: 2 },
      ...[EARLY].filter(() => id === EVENT),
    ],
  };
}

/** An order that the shop has sold, or holds. */
async function bought(
  name: string,
  email: string,
  { qty = 2, ticket = `${EVENT}-full`, ...changes }: Partial<NewOrder> & Wanted = {},
): Promise<string> {
  const unitMinor = ticket.endsWith('last') ? 1000 : 2550;
  const order: NewOrder = {
    ...{ id: newOrderId(0, Date.now()), eventId: ticket.split('-')[0]!, currency: 'EUR' },
    ...{ customer: { name, email }, paymentMethod: 'card', totalMinor: qty * unitMinor },
    lines: [{ ticketId: ticket, type: 'adult', qty, unitMinor }],
    customerKey: tagOfCustomer(CUSTOMER_KEY, email),
    ...changes,
  };
  await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
  await eventually(
    async () => (await readOrder(ledger, order.id))?.status,
    (status) => status !== undefined && status !== 'pending',
  );
  return order.id;
}

interface Wanted {
  qty?: number;
  ticket?: string;
}

async function detail(ask: AskOffice, orderId: string): Promise<[OrderDetail, string]> {
  const { status, headers, body } = await ask('GET', `/v1/orders/${orderId}`);
  assert.equal(status, 200, JSON.stringify(body));
  return [body as OrderDetail, headers.get('etag') ?? ''];
}

/** The ids of the orders that are found once they are recorded. */
async function found(ask: AskOffice, query: string, least = 1): Promise<OrderSummary[]> {
  return await eventually(
    async () => {
      const { status, body } = await ask('GET', `/v1/orders?${query}`);
      assert.equal(status, 200, JSON.stringify(body));
      return body.items as OrderSummary[];
    },
    (items) => items.length >= least,
  );
}

const once = () => ({ 'idempotency-key': randomUUID() });
const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

test('an order is found by name, address, id and reference, as one types, however it is written', async () => {
  const id = await bought('Jürgen Straßer', 'j.strasser@exämple.org');
  for (const q of [
    'jürg',
    'JUERGEN',
    'jurgen',
    'strasser ju',
    'j.stra',
    'str',
    id,
    id.slice(0, 12),
  ]) {
    const items = await found(boxOffice, `q=${encodeURIComponent(q)}`);
    assert.ok(
      items.some(({ orderId }) => orderId === id),
      q,
    );
  }
  for (const q of ['%', '_', "'; drop table records.orders; --", '\\', '<b>', 'nobody']) {
    const { status, body } = await boxOffice('GET', `/v1/orders?q=${encodeURIComponent(q)}`);
    assert.deepEqual([status, body.items], [200, []], q);
  }
  const nothing = await viewer('GET', '/v1/orders?q=jurgen');
  assert.deepEqual(nothing.body.items, []);
  assert.deepEqual(code(await viewer('GET', `/v1/orders/${id}`)), [403, 'NOT_ALLOWED']);
  assert.deepEqual(code(await viewer('GET', `/v1/orders?eventId=${EVENT}`)), [403, 'NOT_ALLOWED']);
});

test('an order lists its receipt and its credit notes, with the address at which the shop has them', async () => {
  const id = await bought('Rita', 'rita@example.org');
  const [before] = await detail(boxOffice, id);
  assert.deepEqual(before.documents, []);
  const order = await readOrder(ledger, id);
  assert.ok(order);
  await db
    .transaction()
    .execute(
      async (tx) =>
        await issueDocuments(tx, [{ order, event: undefined }], {
          seller: undefined,
          settings: undefined,
        }),
    );
  const { documents } = (await detail(boxOffice, id))[0];
  assert.equal(documents.length, 1);
  const { documentId, kind, number, total, currency, url } = documents[0]!;
  assert.deepEqual([kind, total, currency], ['receipt', 51, 'EUR']);
  assert.match(number, /^R-\d{4}-\d{6}$/);
  const path = `/api/v1/orders/${id}/tickets/documents/${documentId}`;
  assert.equal(url, `http://localhost:8080${path}`);
});

test('a list has pages that neither repeat nor leave out an order', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i++)
    ids.push(await bought('Page Turner', `page${i}@example.org`, { qty: 1 }));
  await found(boxOffice, 'q=turner', 5);
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await boxOffice(
      'GET',
      `/v1/orders?eventId=${EVENT}&q=turner&limit=2${cursor}`,
    );
    seen.push(...(body.items as OrderSummary[]).map(({ orderId }) => orderId));
    if (body.nextCursor === undefined) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  assert.deepEqual(seen, ids.toReversed());
});

test('the buyer of a held order of sold-out tickets is corrected, in the records and for limits too', async () => {
  const held = { holdMs: 600_000, paymentMethod: 'manual', ticket: `${EVENT}-last` };
  const id = await bought('Ada Typo', 'ada@exmaple.org', held);
  assert.equal((await found(boxOffice, 'q=typo'))[0]?.status, 'held');
  const [shown, etag] = await detail(boxOffice, id);
  const may = ['cancel', 'mark_paid', 'change_customer', 'change_answers'];
  assert.deepEqual(shown.actions, may);
  const path = `/v1/orders/${id}/customer`;
  const right = { name: 'Ada Lovelace', email: 'ada.right@example.org' };
  assert.deepEqual(code(await boxOffice('PUT', path, right)), [428, 'PRECONDITION_REQUIRED']);
  assert.deepEqual(code(await refunds('PUT', path, right, { 'if-match': etag })), [
    403,
    'NOT_ALLOWED',
  ]);
  const changed = await boxOffice('PUT', path, right, { 'if-match': etag });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.deepEqual(changed.body.order.customer, right);
  assert.deepEqual(code(await boxOffice('PUT', path, right, { 'if-match': etag })), [
    412,
    'ETAG_MISMATCH',
  ]);
  const key = boughtKey(0, EVENT);
  const count = async (email: string) =>
    await redis.command('HGET', key, tagOfCustomer(CUSTOMER_KEY, email));
  assert.deepEqual([await count('ada@exmaple.org'), await count(right.email)], [null, '2']);
  assert.equal((await found(boxOffice, 'q=ada.right'))[0]?.orderId, id);
  const { body } = await boxOffice('GET', '/v1/orders?q=exmaple');
  assert.deepEqual(body.items, []);
  const [later] = await detail(boxOffice, id);
  const change = later.history.find(({ kind }) => kind === 'activity');
  assert.deepEqual(
    [change?.action, change?.outcome, change?.before, change?.after],
    ['changeCustomer', 'done', { name: 'Ada Typo', email: 'ada@exmaple.org' }, right],
  );
});

test('answers, names on tickets and notes are changed, and wrong ones are refused where they are', async () => {
  const id = await bought('Bo', 'bo@example.org');
  const path = `/v1/orders/${id}`;
  let [, etag] = await detail(boxOffice, id);
  const holders = [{ ticketId: `${EVENT}-full`, number: 2, name: 'Bea <b>"\'; --' }];
  const named = await boxOffice('PUT', `${path}/holders`, { holders }, { 'if-match': etag });
  assert.deepEqual(
    named.body.tickets.map((ticket: OrderDetail['tickets'][number]) => [
      ticket.holder,
      ticket.version,
    ]),
    [
      ['', 1],
      ['Bea <b>"\'; --', 2],
    ],
  );
  const again = holders.map(({ ticketId, number }) => ({ ticketId, number }));
  const reissue = async (tickets: object[], version: string) =>
    await boxOffice('POST', `${path}/reissues`, { tickets }, { 'if-match': version });
  const reissued = await reissue(again, named.headers.get('etag') ?? '');
  assert.deepEqual(
    reissued.body.tickets.map(({ holder, version }: OrderDetail['tickets'][number]) => [
      ...[holder, version],
    ]),
    [
      ['', 1],
      ['Bea <b>"\'; --', 3],
    ],
  );
  assert.deepEqual(code(await reissue(again, named.headers.get('etag') ?? '')), [
    412,
    'ETAG_MISMATCH',
  ]);
  etag = reissued.headers.get('etag') ?? '';
  assert.equal((await reissue([...again, ...again], etag)).status, 400);
  const answers = [{ questionId: 'diet', answer: 'vegan' }];
  const answered = await boxOffice('PUT', `${path}/answers`, { answers }, { 'if-match': etag });
  assert.deepEqual(answered.body.order.answers, answers);
  etag = answered.headers.get('etag') ?? '';
  const wrong = [
    ['holders', { holders: [{ ...holders[0], number: 3 }] }, 'holders[0]'],
    ['reissues', { tickets: [{ ticketId: 'other', number: 1 }] }, 'tickets[0]'],
    ['answers', { answers: [{ questionId: 'age', answer: '7' }] }, 'answers[0].questionId'],
    ['customer', { name: '\u200b', email: 'bo@example.org' }, 'name'],
    ['customer', { name: 'Bo', email: 'nonsense' }, 'email'],
  ] as const;
  for (const [what, body, at] of wrong) {
    const method = what === 'reissues' ? 'POST' : 'PUT';
    const refused = await boxOffice(method, `${path}/${what}`, body, { 'if-match': etag });
    assert.deepEqual([refused.status, refused.body.details?.[0]?.path], [400, at], what);
  }
  const note = await boxOffice('POST', `${path}/notes`, { text: 'called twice' });
  assert.equal(note.status, 201);
  const noted = await detail(boxOffice, id);
  assert.deepEqual(noted[0].notes, [note.body]);
  const gone = await boxOffice('DELETE', `${path}/notes/${note.body.noteId}`);
  assert.equal(gone.status, 204);
  assert.deepEqual(code(await boxOffice('DELETE', `${path}/notes/${note.body.noteId}`)), [
    404,
    'NOT_FOUND',
  ]);
});

test('what was paid by hand is noted as refunded, once for each key, and never more than was paid', async () => {
  const id = await bought('Cy', 'cy@example.org', { qty: 3 });
  const path = `/v1/orders/${id}/refunds`;
  const tickets = [{ ticketId: `${EVENT}-full`, number: 1 }];
  assert.deepEqual(code(await refunds('POST', path, { tickets })), [428, 'PRECONDITION_REQUIRED']);
  assert.deepEqual(code(await boxOffice('POST', path, { tickets }, once())), [403, 'NOT_ALLOWED']);
  const key = once();
  const answers = [await refunds('POST', path, { tickets, restock: true }, key)];
  answers.push(await refunds('POST', path, { tickets, restock: true }, key));
  for (const { status, body } of answers) {
    assert.deepEqual([status, body.order.refundedTotal, body.refundable], [200, 25.5, 51]);
    assert.equal(body.movesMoney, false);
  }
  const other = await refunds('POST', path, { amount: 1 }, key);
  assert.deepEqual(code(other), [422, 'IDEMPOTENCY_KEY_REUSED']);
  assert.deepEqual(code(await refunds('POST', path, { amount: 51.01 }, once())), [
    409,
    'NOT_REFUNDABLE',
  ]);
  assert.deepEqual(code(await refunds('POST', path, { amount: 0.001 }, once())), [
    400,
    'INVALID_REQUEST',
  ]);
  assert.equal((await refunds('POST', path, { amount: 1 }, once())).body.refundable, 50);
  const cancelled = await refunds('POST', `/v1/orders/${id}/cancellation`, {}, once());
  assert.deepEqual(code(cancelled), [409, 'ORDER_NOT_CHANGEABLE']);
  const rest = await refunds('POST', path, {}, once());
  assert.deepEqual([rest.body.order.status, rest.body.order.refundedTotal], ['refunded', 76.5]);
  assert.deepEqual(rest.body.actions, []);
  await eventually(
    async () => (await found(refunds, `refunded=true&q=${id}`))[0]?.refundedTotal,
    (total) => total === 76.5,
  );
});

test('a held order is marked as paid, found by the reference, and refunded by payments', async () => {
  const id = await bought('Di', 'di@example.org', { holdMs: 600_000, paymentMethod: 'manual' });
  const path = `/v1/orders/${id}`;
  const paid = await refunds('POST', `${path}/paid`, { reference: 'Statement-77' }, once());
  assert.equal(paid.status, 200, JSON.stringify(paid.body));
  assert.equal(paid.body.order.status, 'confirmed');
  assert.equal(paid.body.payment.markedPaid.reference, 'Statement-77');
  const [hit] = await found(refunds, 'q=statement-7');
  assert.deepEqual([hit?.orderId, hit?.foundBy], [id, 'reference']);
  const key = once();
  for (let i = 0; i < 2; i++) {
    const { status, body } = await refunds('POST', `${path}/refunds`, { amount: 5 }, key);
    assert.deepEqual([status, body.payment.refunds.length, body.refundable], [200, 1, 46]);
  }
});

test('a held order is cancelled, and its tickets are back', async () => {
  const id = await bought('Ed', 'ed@example.org', { holdMs: 600_000, paymentMethod: 'manual' });
  const { status, body } = await refunds('POST', `/v1/orders/${id}/cancellation`, {}, once());
  assert.deepEqual([status, body.order.status, body.actions], [200, 'cancelled', []]);
});

test('tickets are sold at the desk and given away, like all other orders, and once for each key', async () => {
  const desk = await boxOffice('GET', `/v1/events/${EVENT}/desk`);
  assert.deepEqual(
    [desk.body.sells, desk.body.tickets[0].price, desk.body.tickets[0].onSale],
    [true, 25.5, true],
  );
  const path = `/v1/events/${EVENT}/sales`;
  const customer = { name: 'Flo', email: 'flo@example.org' };
  const items = [{ ticketId: `${EVENT}-full`, qty: 2 }];
  const sale = {
    kind: 'box_office',
    items,
    customer,
    paymentMethod: 'cash',
    expectedTotal: 51,
    note: 'row 3',
  };
  assert.deepEqual(code(await refunds('POST', path, sale, once())), [403, 'NOT_ALLOWED']);
  assert.deepEqual(code(await boxOffice('POST', path, { ...sale, expectedTotal: 50 }, once())), [
    409,
    'PRICE_CHANGED',
  ]);
  const key = once();
  const [sold, again] = [
    await boxOffice('POST', path, sale, key),
    await boxOffice('POST', path, sale, key),
  ];
  assert.equal(sold.status, 201, JSON.stringify(sold.body));
  const { order, source, notes } = sold.body as OrderDetail;
  assert.deepEqual(
    [order.status, order.grandTotal, order.fee, order.tax],
    ['confirmed', 51, 2, 8.14],
  );
  assert.deepEqual([source, order.paymentMethod, notes[0]?.text], ['box_office', 'cash', 'row 3']);
  assert.equal(again.body.order.orderId, order.orderId);
  const free = { kind: 'complimentary', items, customer };
  const given = await boxOffice('POST', path, free, once());
  assert.deepEqual([given.body.order.status, given.body.order.grandTotal], ['confirmed', 0]);
  assert.deepEqual(given.body.actions.includes('cancel'), true);
  const early = { ...free, items: [{ ticketId: `${EVENT}-early`, qty: 1 }] };
  assert.equal((await boxOffice('POST', path, early, once())).status, 201);
  const many = { ...free, items: [{ ticketId: `${EVENT}-last`, qty: 3 }] };
  const refused = await boxOffice('POST', path, many, once());
  assert.equal(refused.status, 409, JSON.stringify(refused.body));
  const listed = await found(boxOffice, 'source=box_office');
  assert.ok(listed.some(({ orderId }) => orderId === order.orderId));
});

test('rejected orders are counted with their reasons', async () => {
  const many = { qty: 10, ticket: `${EVENT}-full` };
  await bought('Gus', 'gus@example.org', many);
  const counts = await eventually(
    async () => (await boxOffice('GET', `/v1/events/${EVENT}/rejections`)).body.items,
    (items) => items.length > 0,
  );
  assert.deepEqual(counts, [
    { ticketId: `${EVENT}-full`, reason: 'limit', orders: 1, tickets: 10 },
  ]);
});

test('whoever is forgotten is forgotten in notes and activity, and everything still adds up', async () => {
  const id = await bought('Hal Secret', 'hal@example.org');
  const [, etag] = await detail(boxOffice, id);
  await boxOffice('POST', `/v1/orders/${id}/notes`, { text: 'Hal called' });
  const next = { name: 'Hal Secrets', email: 'hal@example.org' };
  await boxOffice('PUT', `/v1/orders/${id}/customer`, next, { 'if-match': etag });
  await found(boxOffice, 'q=secrets');
  assert.deepEqual((await audit(ledger)).problems, []);
  const { problems } = await verifyRecords(db, ledger, { waitMs: 5000 });
  assert.deepEqual(problems, []);
  await redis.command('FLUSHALL');
  const orders = [{ orderId: id, shard: 0 }];
  assert.equal((await anonymizeRecordedOrders(db, ledger, { orders, words: new Set() })).done, 1);
  const rows = await postgres.query<{ text: string }>(
    `select a::text as text from office.activity a where subject = $1
     union all select n::text from office.notes n where order_id = $2`,
    [`order:${id}`, id],
  );
  assert.ok(
    rows.length > 0 && !rows.some(({ text }) => text.includes('Hal')),
    JSON.stringify(rows),
  );
});
