import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ErrorDetail, EventInput, EventSummary } from '@onsale/contracts';
import { startOffice } from '@onsale/testing';

const office = await startOffice({ PUBLIC_URL: 'https://tickets.example/' });
after(() => office.stop());
const manager = await office.as([{ role: 'manager' }]);

function eventOf(id: string, changes: Partial<EventInput> = {}): EventInput {
  return {
    ...{ id, name: `Evening ${id}`, venue: 'Hall', currency: 'EUR', timeZone: 'Europe/Berlin' },
    ...{ startsAt: '2087-06-19T20:00:00+02:00', salesTo: '2087-06-19T19:00:00+02:00' },
    pools: [{ id: 'room', capacity: 15 }],
    tickets: [
      { id: `${id}-full`, name: 'Full', type: 'adult', price: 25.5, capacity: 10, pool: 'room' },
      { id: `${id}-child`, name: 'Child', type: 'child', price: '10', capacity: 10, pool: 'room' },
    ],
    ...changes,
  };
}

async function create(event: EventInput): Promise<void> {
  const { status, body } = await manager('POST', '/v1/events', event);
  assert.equal(status, 201, JSON.stringify(body));
}

test('an event is created as a draft, published, paused and closed, and each change is in the activity log', async () => {
  const created = await manager('POST', '/v1/events', eventOf('one'));
  assert.equal(created.status, 201);
  assert.equal(created.headers.get('etag'), '"1"');
  assert.equal(created.headers.get('location'), '/v1/events/one');
  assert.equal(created.body.url, 'https://tickets.example/events/one');
  assert.deepEqual(created.body.event, {
    ...eventOf('one'),
    tickets: [{ ...eventOf('one').tickets[0] }, { ...eventOf('one').tickets[1], price: 10 }],
  });
  assert.deepEqual(created.body.tickets[0], {
    ...{ id: 'one-full', capacity: 10, remaining: 10, held: 0, sold: 0 },
  });
  assert.equal(created.body.remaining, 15);

  for (const [step, status] of [
    ...[
      ['publish', 'on_sale'] as const,
      ['pause', 'paused'] as const,
      ['pause', 'paused'] as const,
    ],
    ...[['close', 'closed'] as const],
  ]) {
    const taken = await manager('POST', '/v1/events/one/steps', { step });
    assert.deepEqual([taken.status, taken.body.status], [200, status]);
  }
  const refused = await manager('POST', '/v1/events/one/steps', { step: 'resume' });
  assert.deepEqual([refused.status, refused.body.code], [409, 'STEP_REFUSED']);
  const { body } = await manager('GET', '/v1/events/one');
  assert.deepEqual(body.steps, ['reopen']);

  const rows = await office.db
    .selectFrom('office.activity')
    .select(['action', 'outcome', 'after'])
    .where('event_id', '=', 'one')
    .orderBy('activity_id')
    .execute();
  assert.deepEqual(
    rows.map(({ action, outcome }) => `${action} ${outcome}`),
    [
      ...['createEvent done', 'takeSaleStep done', 'takeSaleStep done', 'takeSaleStep done'],
      ...['takeSaleStep done', 'takeSaleStep refused'],
    ],
  );
});

test('whoever changes an event that somebody else has changed is told what, and nothing is written', async () => {
  await create(eventOf('two'));
  const mine = eventOf('two', { name: 'Mine' });
  const theirs = eventOf('two', { venue: 'Arena' });
  const [full, child] = theirs.tickets;
  theirs.tickets = [{ ...full!, price: 30 }];
  theirs.tickets.push({ ...child!, id: 'two-late' });
  const put = (event: EventInput, tag?: string) =>
    manager('PUT', '/v1/events/two', event, tag === undefined ? {} : { 'if-match': tag });

  assert.deepEqual((await put(theirs)).body.code, 'PRECONDITION_REQUIRED');
  const first = await put(theirs, 'W/"1"');
  assert.deepEqual([first.status, first.headers.get('etag')], [200, '"2"']);
  const second = await put(mine, '"1"');
  assert.deepEqual([second.status, second.body.code], [412, 'ETAG_MISMATCH']);
  assert.deepEqual(
    second.body.details.map(({ path, message }: ErrorDetail) => `${path} ${message}`.slice(0, 40)),
    [
      ...['venue is now "Arena"; it was "Hall"', 'tickets[1] was taken away; it was {"id":'],
      ...['tickets[0].price is now 30; it was 25.5', 'tickets[1] is new: {"id":"two-late","nam'],
    ],
  );
  const now = await manager('GET', '/v1/events/two');
  assert.deepEqual([now.body.revision, now.body.event.name], [2, 'Evening two']);
  const change = await office.db
    .selectFrom('office.activity')
    .select(['before', 'after'])
    .where('event_id', '=', 'two')
    .where('action', '=', 'replaceEvent')
    .where('outcome', '=', 'done')
    .executeTakeFirstOrThrow();
  assert.deepEqual((change.before as Record<string, unknown>)['tickets[0].price'], 25.5);
  assert.deepEqual((change.after as Record<string, unknown>)['venue'], 'Arena');
});

test('every problem of an event is named with its place', async () => {
  const wrong = eventOf('three', { endsAt: '2087-06-19T19:00:00+02:00', picture: 'x y' });
  wrong.tickets[0]!.price = '2.555';
  const { status, body } = await manager('POST', '/v1/events', wrong);
  assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST']);
  assert.deepEqual(body.details.map(({ path }: { path: string }) => path).sort(), [
    ...['endsAt', 'picture', 'tickets[0].price'],
  ]);
  const shapeless = await manager('POST', '/v1/events', { ...eventOf('three'), nonsense: 1 });
  assert.equal(shapeless.body.details[0].path, 'nonsense');
  await create(eventOf('three'));
  const again = await manager('POST', '/v1/events', eventOf('three'));
  assert.deepEqual([again.status, again.body.code], [409, 'EVENT_EXISTS']);
  const stolen = eventOf('thief', { tickets: eventOf('three').tickets });
  const conflict = await manager('POST', '/v1/events', stolen);
  assert.deepEqual([conflict.status, conflict.body.details[0].path], [409, 'tickets[0].id']);
});

test('texts with SQL and HTML stay what they are', async () => {
  const text = `'; drop table office.activity; -- <script>alert(1)</script> \u{1F3AB} \\`;
  const nasty = eventOf('nasty', { name: text, city: text, ageNote: text });
  await create(nasty);
  const { body } = await manager('GET', '/v1/events/nasty');
  assert.deepEqual([body.event.name, body.event.city, body.event.ageNote], [text, text, text]);
  const found = await manager('GET', `/v1/events?q=${encodeURIComponent(text)}`);
  assert.deepEqual(
    found.body.items.map(({ eventId }: EventSummary) => eventId),
    ['nasty'],
  );
  await manager('DELETE', '/v1/events/nasty', undefined, { 'if-match': '"1"' });
});

test('changes of capacities add up, and take away nothing that is sold', async () => {
  await create(eventOf('four'));
  await office.redis.command(
    'HSET',
    '{s0}:stock',
    'four-full:sold',
    '4',
    'four-full:remaining',
    '6',
  );
  const change = (by: number, key = `key of ${by}`) =>
    manager(
      'POST',
      '/v1/events/four/capacity',
      {
        changes: [
          { of: 'ticket', id: 'four-full', by },
          { of: 'pool', id: 'room', by },
        ],
      },
      { 'idempotency-key': key },
    );
  const answers = await Promise.all([change(5), change(3), change(-2)]);
  // Once more: nothing is added.
  assert.deepEqual((await change(5)).body, answers[0]?.body);
  assert.equal((await change(6, 'key of 5')).body.code, 'IDEMPOTENCY_KEY_REUSED');
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  const { body } = await manager('GET', '/v1/events/four');
  assert.deepEqual(body.tickets[0], {
    ...{ id: 'four-full', capacity: 16, remaining: 12, held: 0, sold: 4 },
  });
  assert.equal(body.pools[0].capacity, 21);
  const less = await change(-13);
  assert.deepEqual([less.status, less.body.code], [409, 'STOCK_CONFLICT']);
});

test('a draft is deleted; what was on sale is not', async () => {
  await create(eventOf('five'));
  const remove = (tag: string) =>
    manager('DELETE', '/v1/events/five', undefined, { 'if-match': tag });
  await manager('POST', '/v1/events/five/steps', { step: 'publish' });
  const refused = await remove('"2"');
  assert.deepEqual([refused.status, refused.body.code], [409, 'EVENT_NOT_DELETABLE']);
  await create(eventOf('six'));
  const old = await manager('DELETE', '/v1/events/six', undefined, { 'if-match': '"7"' });
  assert.equal(old.status, 412);
  const gone = await manager('DELETE', '/v1/events/six', undefined, { 'if-match': '"1"' });
  assert.equal(gone.status, 204);
  assert.equal((await manager('GET', '/v1/events/six')).status, 404);
});

test('an event is copied weekly, with every date and ids of its own', async () => {
  await create(eventOf('seven'));
  const request = { first: '2087-10-16T20:00', count: 3 };
  const preview = await manager('POST', '/v1/events/seven/duplicates/preview', request);
  assert.deepEqual(
    preview.body.items.map(({ eventId, startsAt }: EventSummary) => `${eventId} ${startsAt}`),
    [
      ...[
        'seven-2087-10-16 2087-10-16T20:00:00+02:00',
        'seven-2087-10-23 2087-10-23T20:00:00+02:00',
      ],
      ...['seven-2087-10-30 2087-10-30T20:00:00+01:00'],
    ],
  );
  assert.equal((await manager('GET', '/v1/events/seven-2087-10-16')).status, 404);
  const duplicate = (asked: object, key = 'first') =>
    manager('POST', '/v1/events/seven/duplicates', asked, { 'idempotency-key': key });
  const keyless = await manager('POST', '/v1/events/seven/duplicates', request);
  assert.deepEqual([keyless.status, keyless.body.code], [428, 'PRECONDITION_REQUIRED']);
  const made = await duplicate(request);
  assert.deepEqual([made.status, made.body], [201, preview.body]);
  const { body } = await manager('GET', '/v1/events/seven-2087-10-30');
  assert.equal(body.status, 'draft');
  assert.equal(body.event.salesTo, '2087-10-30T19:00:00+01:00');
  assert.equal(body.event.tickets[1].id, 'seven-child-2087-10-30');
  // The same day again has other ids.
  const again = await duplicate({ ...request, count: 1 }, 'second');
  assert.equal(again.body.items[0].eventId, 'seven-2087-10-16-2000');
  const never = await duplicate({ first: '2087-02-30T20:00' }, 'third');
  assert.deepEqual([never.status, never.body.details[0].path], [400, 'first']);
});

test('a copy lets people in as its original does, on days as far from its start', async () => {
  const twoDays = { endsAt: '2087-06-21T02:00:00+02:00' };
  await create(eventOf('eight', twoDays));
  const settings = {
    entrances: [{ entranceId: 'north', name: 'North gate' }],
    types: [
      { ticketId: 'eight-full', admits: 'daily' },
      { ticketId: 'eight-child', admits: 'once', days: ['2087-06-20'], note: 'Check age' },
    ],
    ...{ dayStartsAt: '06:00', opensAt: '2087-06-19T18:00:00+02:00', namesOnDevices: false },
  };
  const put = await manager('PUT', '/v1/events/eight/entrance', settings, { 'if-match': '"0"' });
  assert.equal(put.status, 200, JSON.stringify(put.body));
  await manager(
    'POST',
    '/v1/events/eight/duplicates',
    { first: '2087-10-30T20:00' },
    { 'idempotency-key': 'eighth' },
  );
  const { body } = await manager('GET', '/v1/events/eight-2087-10-30/entrance');
  const { opensAt: _doors, ...copied } = settings;
  assert.deepEqual(body.settings, {
    ...copied,
    types: [
      { ticketId: 'eight-full-2087-10-30', admits: 'daily' },
      { ...settings.types[1], ticketId: 'eight-child-2087-10-30', days: ['2087-10-31'] },
    ],
  });
});

test('the list has pages, filters and what is sold, of the events one may see', async () => {
  for (const [i, id] of ['l1', 'l2', 'l3', 'l4'].entries()) {
    const startsAt = `2088-01-0${i + 1}T20:00:00Z`;
    await create(eventOf(id, { name: `Zürich ${id}`, startsAt, salesTo: startsAt }));
  }
  await create(
    eventOf('past', { startsAt: '2020-01-01T20:00:00Z', salesTo: '2020-01-01T20:00:00Z' }),
  );
  const ids = (body: { items: EventSummary[] }) => body.items.map(({ eventId }) => eventId);
  const first = await manager('GET', '/v1/events?q=zurich&limit=3');
  assert.deepEqual([ids(first.body), first.body.total], [['l1', 'l2', 'l3'], 4]);
  const next = await manager('GET', `/v1/events?q=zurich&limit=3&cursor=${first.body.nextCursor}`);
  assert.deepEqual([ids(next.body), next.body.nextCursor], [['l4'], undefined]);
  assert.equal((await manager('GET', '/v1/events?cursor=x')).status, 400);
  assert.equal((await manager('GET', '/v1/events?status=sold')).status, 400);
  assert.deepEqual(ids((await manager('GET', '/v1/events?when=past')).body), ['past']);
  const onSale = await manager('GET', '/v1/events?status=on_sale');
  assert.deepEqual(ids(onSale.body), ['five']);
  assert.equal(onSale.body.items[0].isOnSale, true);

  const some = await office.as([{ role: 'viewer', eventId: 'l2' }]);
  assert.deepEqual(ids((await some('GET', '/v1/events')).body), ['l2']);
  assert.equal((await some('GET', '/v1/events/l1')).status, 403);
  assert.equal((await some('POST', '/v1/events/l2/steps', { step: 'publish' })).status, 403);
});
