import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import {
  changeEventStatus,
  type EventStep,
  finishOrders,
  readOrder,
  readSellerRevision,
  writeSeller,
} from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { openGateway, order, type TestGateway } from '../open-gateway.ts';
import { putEvent } from './put-event.ts';

const CUSTOMER_KEY = 'a key of at least thirty-two characters';

let gateway: TestGateway;
before(async () => {
  gateway = await openGateway({ CUSTOMER_KEY, MAX_QTY_PER_ORDER: '8' });
});
after(() => gateway.close());

async function place(ticketId: string, changes: object = {}, qty = 1) {
  const payload = { ...order([{ ticketId, qty }]), ...changes };
  return await gateway.app.inject({ method: 'POST', url: '/orders', payload });
}

/** Expects a refusal that writes nothing; returns its details. */
async function refused(
  expected: { status: number; code: string; says: RegExp },
  ticketId: string,
  changes: object = {},
  qty = 1,
): Promise<string[]> {
  const before = await gateway.written();
  const answer = await place(ticketId, changes, qty);
  assert.equal(answer.statusCode, expected.status, answer.body);
  const body = answer.json<{ error: string; code: string; details: { path: string }[] }>();
  assert.equal(body.code, expected.code);
  assert.match(body.error, expected.says);
  assert.deepEqual(await gateway.written(), before);
  return body.details.map(({ path }) => path);
}

async function placed(ticketId: string, changes: object = {}, qty = 1): Promise<string> {
  const answer = await place(ticketId, changes, qty);
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<CreateOrderResponse>().orderId;
}

async function read(orderId: string): Promise<Order> {
  const answer = await gateway.app.inject(`/orders/${orderId}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<Order>();
}

const online = { paymentMethod: 'online' };

describe('an event that names its payment methods', () => {
  before(() =>
    putEvent(gateway, 'paid', { fields: 'paymentMethods: [online, invoice], holdMinutes: 5,' }),
  );

  it('accepts these only', async () => {
    const says = /paymentMethod must be one of online, invoice/;
    const expected = { status: 400, code: 'PAYMENT_METHOD_NOT_ACCEPTED', says };
    assert.deepEqual(await refused(expected, 'paid-adult'), ['paymentMethod']);
  });

  it('holds what is paid online until its deadline, and nothing else', async () => {
    const held = await placed('paid-adult', online);
    const settled = await placed('paid-adult', { paymentMethod: 'invoice' });
    assert.equal((await read(held)).status, 'pending');
    const before = Date.now();
    await gateway.settleAll();
    const settledMs = Date.now();
    const shown = await read(held);
    assert.equal(shown.status, 'held');
    const holdUntilMs = Date.parse(shown.holdUntil ?? '');
    assert.ok(holdUntilMs >= before + 300_000 && holdUntilMs <= settledMs + 300_000);
    assert.equal((await read(settled)).status, 'confirmed');
    assert.equal((await read(settled)).holdUntil, undefined);
    // A page counts down from the date of the answer.
    const askedMs = Date.now();
    const { headers } = await gateway.app.inject(`/orders/${held}`);
    // In whole seconds.
    const dateMs = Date.parse(String(headers.date));
    assert.ok(dateMs > askedMs - 1000 && dateMs <= Date.now());
  });

  it('holds what is paid by bank transfer for days', async () => {
    await putEvent(gateway, 'days', { fields: 'paymentMethods: [manual], manualHoldDays: 3,' });
    const orderId = await placed('days-adult', { paymentMethod: 'manual' });
    await gateway.settleAll();
    const { status, holdUntil = '', createdAt } = await read(orderId);
    assert.equal(status, 'held');
    const heldMs = Date.parse(holdUntil) - Date.parse(createdAt);
    assert.ok(Math.abs(heldMs - 3 * 86_400_000) < 60_000, `${heldMs} ms`);
  });

  it('takes no bank transfer any more once it has started', async () => {
    const startsAt = `${new Date(Date.now() - 60_000).toISOString().slice(0, 19)}Z`;
    const fields = 'paymentMethods: [manual, cash],';
    await putEvent(gateway, 'begun', { fields, startsAt });
    const says = /paymentMethod must not be manual once the event has started/;
    const expected = { status: 400, code: 'PAYMENT_METHOD_NOT_ACCEPTED', says };
    await refused(expected, 'begun-adult', { paymentMethod: 'manual' });
    await placed('begun-adult', { paymentMethod: 'cash' });
  });

  it('settles what costs nothing at once', async () => {
    const tickets = `{ id: free-adult, name: Adult, type: adult, price: 0, capacity: 10 }`;
    await putEvent(gateway, 'free', { fields: 'paymentMethods: [online, manual],', tickets });
    const orderIds = [
      await placed('free-adult', online),
      await placed('free-adult', { paymentMethod: 'manual' }),
    ];
    await gateway.settleAll();
    for (const orderId of orderIds) assert.equal((await read(orderId)).status, 'confirmed');
  });

  it('leaves any text to an event that names none, also "online"', async () => {
    const orderId = await placed('fair-adult', online);
    await gateway.settleAll();
    assert.equal((await read(orderId)).status, 'confirmed');
  });
});

describe('an event that limits what one order has', () => {
  const tickets = `
    { id: few-adult, name: Adult, type: adult, price: 20, capacity: 50, minPerOrder: 2, maxPerOrder: 4 },
    { id: few-child, name: Child, type: child, price: 10, capacity: 50 }`;
  before(() =>
    putEvent(gateway, 'few', {
      fields: 'minPerOrder: 2, maxPerOrder: 6, maxPerCustomer: 5,',
      tickets,
    }),
  );

  it('refuses less and more, and says where', async () => {
    const few = { status: 400, code: 'TOO_FEW_TICKETS' };
    const many = { status: 400, code: 'TOO_MANY_TICKETS' };
    const path = await refused({ ...few, says: /1 of few-adult.* at least 2/ }, 'few-adult');
    assert.deepEqual(path, ['items[0].qty']);
    await refused({ ...many, says: /5 of few-adult.* may have 4/ }, 'few-adult', {}, 5);
    const all = await refused(
      { ...few, says: /items ask for 1 ticket; .* at least 2/ },
      'few-child',
    );
    assert.deepEqual(all, ['items']);
    await refused({ ...many, says: /ask for 7 tickets; one order may have 6/ }, 'few-child', {}, 7);
    await refused({ ...many, says: /one customer may have 5/ }, 'few-child', {}, 6);
    await refused({ ...many, says: /one order may have 6/ }, 'few-child', {}, 9);
  });

  it('counts equal tickets of several items together', async () => {
    const twice = (qty: number) => ({
      items: [
        { ticketId: 'few-adult', qty: 1 },
        { ticketId: 'few-adult', qty },
      ],
    });
    await placed('few-adult', twice(1));
    const expected = { status: 400, code: 'TOO_MANY_TICKETS', says: /asks for 5 of few-adult/ };
    await refused(expected, 'few-adult', twice(4));
  });
});

describe('the language of an order', () => {
  before(() => putEvent(gateway, 'languages', {}));

  it('is kept as the client told it, and answered', async () => {
    const orderId = await placed('languages-adult', { language: 'fr' });
    assert.equal((await read(orderId)).language, 'fr');
    assert.equal('language' in (await read(await placed('languages-adult'))), false);
  });

  it('is refused when it names none', async () => {
    const refusal = { status: 400, code: 'INVALID_REQUEST', says: /language must be two small/ };
    for (const language of ['', 'DE', 'deu', 'de-DE']) {
      assert.deepEqual(await refused(refusal, 'languages-adult', { language }), ['language']);
    }
  });

  it('changes nothing of what makes a repeated request the same', async () => {
    const payload = order([{ ticketId: 'languages-adult', qty: 1 }]);
    const headers = { 'idempotency-key': 'a purchase in two languages' };
    const send = async (language: string) =>
      await gateway.app.inject({
        ...({ method: 'POST', url: '/orders' } as const),
        ...{ headers, payload: { ...payload, language } },
      });
    const [first, again] = [await send('de'), await send('en')];
    const idOf = (answer: typeof first) => answer.json<CreateOrderResponse>().orderId;
    assert.equal(idOf(again), idOf(first));
    assert.equal((await read(idOf(first))).language, 'de');
  });
});

describe('an event with terms', () => {
  before(() =>
    putEvent(gateway, 'terms', {
      fields: "termsVersion: '2026-10', terms: 'https://example.com/terms',",
    }),
  );

  it('takes orders that name their version, and shows it', async () => {
    const orderId = await placed('terms-adult', { terms: '2026-10' });
    assert.equal((await read(orderId)).terms, '2026-10');
  });

  it('refuses an order for which they were not shown, or others', async () => {
    const missing = { status: 400, code: 'INVALID_REQUEST', says: /terms is required.*2026-10/ };
    assert.deepEqual(await refused(missing, 'terms-adult'), ['terms']);
    const changed = { status: 409, code: 'TERMS_CHANGED', says: /version 2026-10 applies now/ };
    assert.deepEqual(await refused(changed, 'terms-adult', { terms: '2025-01' }), ['terms']);
    const gone = { status: 409, code: 'TERMS_CHANGED', says: /has no terms now/ };
    await refused(gone, 'fair-adult', { terms: '2025-01' });
  });
});

describe('a seller with terms', () => {
  const terms = { version: 's-2', text: 'The **terms**.' };
  let shop: TestGateway;
  before(async () => {
    shop = await openGateway();
    const revision = await readSellerRevision(shop.ledger);
    await writeSeller(shop.ledger, { name: 'Shop', terms }, { revision });
    await putEvent(shop, 'own', { fields: 'termsVersion: e-1,' });
    await eventually(
      async () => (await shop.app.inject('/v1/seller')).json<{ revision: number }>().revision,
      (shown) => shown === revision + 1,
    );
  });
  after(() => shop.close());

  const place = async (ticketId: string, changes: object = {}) => {
    const payload = { ...order([{ ticketId, qty: 1 }]), ...changes };
    return await shop.app.inject({ method: 'POST', url: '/orders', payload });
  };

  it('takes orders that name the present version, and those of clients that know of none', async () => {
    const accepted = await place('fair-adult', { terms: 's-2' });
    const { orderId } = accepted.json<CreateOrderResponse>();
    const shown = await shop.app.inject(`/orders/${orderId}`);
    assert.equal(shown.json<Order>().terms, 's-2');
    const old = await place('fair-adult');
    assert.equal(old.statusCode, 201);
    const its = await shop.app.inject(`/orders/${old.json<CreateOrderResponse>().orderId}`);
    assert.equal(its.json<Order>().terms, undefined);
  });

  it('refuses an order that names another version', async () => {
    const answer = await place('fair-adult', { terms: 's-1' });
    assert.equal(answer.statusCode, 409);
    assert.equal(answer.json<{ code: string }>().code, 'TERMS_CHANGED');
    assert.match(answer.json<{ error: string }>().error, /version s-2 applies now/);
  });

  it('leaves an event with terms of its own to them', async () => {
    assert.equal((await place('own-adult', { terms: 's-2' })).statusCode, 409);
    assert.equal((await place('own-adult')).statusCode, 400);
    assert.equal((await place('own-adult', { terms: 'e-1' })).statusCode, 201);
  });
});

describe('an event with questions', () => {
  const questions = `questions: [
    { id: hear, text: How did you hear of us?, type: text },
    { id: meal, text: Which meal?, type: choice, choices: [soup, salad], required: true, for: ticket },
  ],`;
  before(() => putEvent(gateway, 'asked', { fields: questions }));

  const meal = (number: number, answer = 'soup', ticketId = 'asked-adult') => ({
    questionId: 'meal',
    answer,
    ticketId,
    number,
  });
  const hear = { questionId: 'hear', answer: 'From a friend' };

  it('stores the answers with the order and shows them', async () => {
    const answers = [hear, meal(1), meal(2, 'salad')];
    const orderId = await placed('asked-adult', { answers }, 2);
    assert.deepEqual((await read(orderId)).answers, answers);
    const stored = await readOrder(gateway.ledger, orderId);
    assert.deepEqual(stored?.extras?.answers, [
      ['hear', 'From a friend'],
      ['meal', 'asked-adult', 1, 'soup'],
      ['meal', 'asked-adult', 2, 'salad'],
    ]);
  });

  const invalid = { status: 400, code: 'INVALID_REQUEST' };
  const cases: [string, RegExp, object[], string[]][] = [
    [
      'no answer to a required one',
      /must answer the question meal for ticket 1/,
      [hear],
      ['answers', 'answers'],
    ],
    ['one for too few tickets', /for ticket 2 of asked-adult/, [meal(1)], ['answers']],
    [
      'an unknown question',
      /answers\[0\]\.questionId is not a question/,
      [{ ...hear, questionId: 'x' }, meal(1), meal(2)],
      ['answers[0].questionId'],
    ],
    [
      'no choice of it',
      /answers\[1\]\.answer must be one of soup, salad/,
      [meal(1), meal(2, 'cake')],
      ['answers[1].answer', 'answers'],
    ],
    [
      'a ticket of no line',
      /ticketId must be a ticket of this order/,
      [meal(1, 'soup', 'fair-adult')],
      ['answers[0].ticketId', 'answers', 'answers'],
    ],
    [
      'a number beyond',
      /number must be a whole number from 1 to 2/,
      [meal(1), meal(2), meal(3)],
      ['answers[2].number'],
    ],
    [
      'the same twice',
      /answers\[2\] was given before/,
      [meal(1), meal(2), meal(1)],
      ['answers[2]'],
    ],
    [
      'a ticket where none is asked for',
      /ticketId must be left out/,
      [{ ...hear, ticketId: 'asked-adult', number: 1 }, meal(1), meal(2)],
      ['answers[0].ticketId'],
    ],
    [
      'a hidden character',
      /invisible character/,
      [{ ...hear, answer: 'a\u200bb' }, meal(1), meal(2)],
      ['answers[0].answer'],
    ],
  ];
  for (const [name, says, answers, paths] of cases) {
    it(`refuses ${name}`, async () => {
      assert.deepEqual(await refused({ ...invalid, says }, 'asked-adult', { answers }, 2), paths);
    });
  }

  it('refuses answers to an event without questions', async () => {
    const says = /is not a question of this event/;
    await refused({ ...invalid, says }, 'fair-adult', { answers: [hear] });
    await placed('fair-adult', { answers: [] });
  });

  it('takes a request with other answers for another one', async () => {
    const post = (answer: string) =>
      gateway.app.inject({
        method: 'POST',
        url: '/orders',
        payload: { ...order([{ ticketId: 'asked-adult', qty: 1 }]), answers: [meal(1, answer)] },
        headers: { 'idempotency-key': 'answered' },
      });
    const first = await post('soup');
    assert.equal(
      (await post('soup')).json<CreateOrderResponse>().orderId,
      first.json<CreateOrderResponse>().orderId,
    );
    assert.equal((await post('salad')).statusCode, 422);
  });
});

describe('an order', () => {
  it('shows how much of its total is fees and tax', async () => {
    await putEvent(gateway, 'taxed', { fields: 'taxRate: 19, fee: 1.50,' });
    const orderId = await placed('taxed-adult', {}, 2);
    const { grandTotal, fee, tax } = await read(orderId);
    assert.deepEqual({ grandTotal, fee, tax }, { grandTotal: 40, fee: 3, tax: 6.39 });
  });

  it('has nothing special for an event that has nothing special', async () => {
    const orderId = await placed('fair-adult');
    const stored = await readOrder(gateway.ledger, orderId);
    assert.deepEqual(
      [stored?.extras, stored?.holdMs, stored?.customerKey],
      [undefined, undefined, undefined],
    );
    const { customer, items, message, createdAt, line: _place, ...rest } = await read(orderId);
    assert.deepEqual(rest, {
      ...{ orderId, eventId: 'fair', grandTotal: 25.5, currency: 'EUR' },
      ...{ paymentMethod: 'credit_card', status: 'pending' },
    });
    assert.ok(customer && items && message && createdAt);
  });
});

describe('what is not to be had now', () => {
  const step = async (id: string, name: EventStep) => {
    const result = await changeEventStatus(gateway.ledger, id, { step: name });
    assert.equal(result.outcome, 'done');
  };
  const closed = (says: RegExp) => ({ status: 409, code: 'NOT_ON_SALE', says });

  it('is refused before its sale begins and after it has ended, with the time', async () => {
    await putEvent(gateway, 'early', { fields: "salesFrom: '2087-01-01T10:00:00+01:00'," });
    const begins = closed(/the sale of early-adult begins at 2087-01-01T09:00:00\.000Z/);
    assert.deepEqual(await refused(begins, 'early-adult'), ['items[0]']);
    await putEvent(gateway, 'over', { fields: "salesTo: '2020-01-01T10:00:00+01:00'," });
    await refused(closed(/the sale of over-adult is over/), 'over-adult');
  });

  it('is refused while its event is paused, and when it is closed or cancelled', async () => {
    await putEvent(gateway, 'life');
    await placed('life-adult');
    await step('life', 'pause');
    await refused(closed(/paused/), 'life-adult');
    await step('life', 'resume');
    await placed('life-adult');
    await step('life', 'close');
    await refused(closed(/is closed/), 'life-adult');
    await step('life', 'cancel');
    await refused(closed(/was cancelled/), 'life-adult');
  });

  it('is sold out only when nothing is held', async () => {
    const fields = 'paymentMethods: [online],';
    await putEvent(gateway, 'rare', { fields });
    const holder = await placed('rare-adult', online, 8);
    await gateway.settleAll();
    const expected = { status: 409, code: 'HELD_BY_OTHERS', says: /rare-adult has only 2 left/ };
    assert.deepEqual(await refused(expected, 'rare-adult', online, 3), ['items[0]']);
    const steps = [{ orderId: holder, step: 'confirm', cause: 'pay_1' }] as const;
    assert.deepEqual(await finishOrders(gateway.ledger, 0, steps), ['done']);
    const soldOut = { status: 409, code: 'SOLD_OUT', says: /rare-adult has only 2 left/ };
    await refused(soldOut, 'rare-adult', online, 3);
  });
});

describe('an event that limits its customers', () => {
  const fields = 'paymentMethods: [online, invoice], maxPerCustomer: 3, maxHoldsPerClient: 9,';
  before(() => putEvent(gateway, 'limited', { fields }));

  it('counts all orders of a mailbox, however its address is written', async () => {
    const by = (email: string) => ({ paymentMethod: 'invoice', customer: { name: 'Ada', email } });
    const first = await placed('limited-adult', by('ada.l@gmail.com'), 2);
    const second = await placed('limited-adult', by('Ada.L+more@googlemail.com'), 2);
    const other = await placed('limited-adult', by('bob@gmail.com'), 2);
    await gateway.settleAll();
    assert.equal((await read(first)).status, 'confirmed');
    const { status, reason, message } = await read(second);
    assert.deepEqual([status, reason], ['rejected', 'limit']);
    assert.match(message, /one customer may have/);
    assert.equal((await read(other)).status, 'confirmed');
  });

  it('is not sold without the key, and /readyz says so', async (t) => {
    const keyless = await openGateway({}, { redis: gateway.redis });
    t.after(() => keyless.close());
    const post = (ticketId: string) =>
      keyless.app.inject({
        method: 'POST',
        url: '/orders',
        payload: { ...order([{ ticketId, qty: 1 }]), ...online },
      });
    const answer = await post('limited-adult');
    assert.equal(answer.statusCode, 503, answer.body);
    assert.match(answer.json<{ error: string }>().error, /no CUSTOMER_KEY/);
    assert.equal((await post('fair-adult')).statusCode, 201);
    const ready = (await keyless.app.inject('/readyz')).json<{
      status: string;
      warnings: string[];
    }>();
    assert.equal(ready.status, 'ready');
    assert.match(ready.warnings.join(), /CUSTOMER_KEY is missing.*: .*limited/);
    await eventually(
      async () => (await gateway.app.inject('/readyz')).json<{ warnings?: string[] }>().warnings,
      (warnings) => warnings === undefined,
    );
  });
});
