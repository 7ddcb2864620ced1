import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  Event,
  EventDetails,
  EventList,
  EventStatus,
  Seller,
  Ticket,
} from '@onsale/contracts';
import {
  archiveOneEvent,
  changeEventStatus,
  type EventDocument,
  type EventStep,
  poolsKey,
  readEvent,
  stockKey,
  writeEvent,
  writeSeller,
} from '@onsale/ledger';
import { parseEvent } from '@onsale/ledger/parse-catalog';
import { eventually } from '@onsale/testing';
import { openGateway, type TestGateway } from '../open-gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await openGateway();
});
after(() => gateway.close());

/** The document of an event with one ticket type, in the form of a file. */
function documentOf(id: string, fields = '', ticketFields = ''): EventDocument {
  return parseEvent(
    `{ id: ${id}, name: ${id}, venue: Hall, startsAt: '2087-07-01T20:00:00+02:00', currency: EUR,
       ${fields}
       tickets: [{ id: ${id}-adult, name: Adult, type: adult, price: 20, capacity: 10 ${ticketFields} }] }`,
    'event.yaml',
  );
}

async function put(document: EventDocument, status: 'draft' | 'on_sale' = 'on_sale') {
  const revision = (await readEvent(gateway.ledger, document.id))?.revision ?? 0;
  const written = await writeEvent(gateway.ledger, document, { revision, status });
  assert.equal(written.outcome, 'written', JSON.stringify(written));
}

async function step(id: string, name: EventStep) {
  const result = await changeEventStatus(gateway.ledger, id, { step: name });
  assert.equal(result.outcome, 'done');
}

async function get<Body>(url: string): Promise<Body> {
  const answer = await gateway.app.inject(url);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<Body>();
}

async function listed(query = ''): Promise<string[]> {
  const { events } = await get<{ events: Event[] }>(`/v1/events${query}`);
  return events.map(({ id }) => id);
}

async function ticketIds(query = ''): Promise<string[]> {
  const { tickets } = await get<{ tickets: Ticket[] }>(`/v1/tickets${query}`);
  return tickets.map(({ id }) => id);
}

async function statusOf(id: string): Promise<EventStatus | undefined> {
  const answer = await gateway.app.inject(`/v1/events/${id}`);
  return answer.statusCode === 404 ? undefined : answer.json<Event>().status;
}

/** Waits until the gateway shows this status of an event. */
async function shows(id: string, status: EventStatus | undefined): Promise<void> {
  await eventually(
    () => statusOf(id),
    (shown) => shown === status,
  );
}

describe('an event', () => {
  it('is listed from its publication to its cancellation, without a restart', async () => {
    await put(documentOf('life'), 'draft');
    await put(documentOf('after-life'));
    await shows('after-life', 'on_sale');
    assert.equal(await statusOf('life'), undefined);
    assert.deepEqual(await ticketIds('?event=life'), []);

    await step('life', 'publish');
    await shows('life', 'on_sale');
    assert.ok((await listed()).includes('life'));
    assert.ok((await ticketIds()).includes('life-adult'));

    await step('life', 'pause');
    await shows('life', 'paused');
    assert.ok((await listed()).includes('life'));
    const paused = await get<EventDetails>('/v1/events/life');
    assert.deepEqual([paused.onSale, paused.tickets[0]?.onSale], [false, false]);

    await step('life', 'cancel');
    await shows('life', 'cancelled');
    assert.ok(!(await listed()).includes('life'));
    assert.ok(!(await ticketIds()).includes('life-adult'));
    assert.equal((await archiveOneEvent(gateway.ledger, 'life')).outcome, 'done');
    await shows('life', undefined);
  });

  it('is shown with a new price and a new name as soon as it has them', async () => {
    await put(documentOf('changing'));
    await shows('changing', 'on_sale');
    const [ticket] = documentOf('changing').tickets;
    assert.ok(ticket);
    const tickets = [{ ...ticket, priceMinor: 2550 }];
    await put({ ...documentOf('changing'), name: 'Changed', tickets });
    const shown = await eventually(
      () => get<EventDetails>('/v1/events/changing'),
      ({ name }) => name === 'Changed',
    );
    assert.deepEqual([shown.fromPrice, shown.tickets[0]?.price], [25.5, 25.5]);
  });

  it('that is over is neither listed nor on sale, and can still be looked at', async () => {
    const over = "startsAt: '2026-01-01T20:00:00+01:00'";
    const text = documentOf('over');
    await put({ ...text, startsAt: /'(.*)'/.exec(over)?.[1] ?? '' });
    await shows('over', 'on_sale');
    assert.ok(!(await listed()).includes('over'));
    assert.ok(!(await ticketIds()).includes('over-adult'));
    const { onSale, tickets } = await get<EventDetails>('/v1/events/over');
    assert.deepEqual([onSale, tickets[0]?.onSale], [false, false]);
    assert.deepEqual(await ticketIds('?event=over'), ['over-adult']);
  });

  it('that is a rehearsal is shown to those who name it only', async () => {
    await put(documentOf('practice', 'rehearsal: true,'));
    await shows('practice', 'on_sale');
    assert.ok(!(await listed()).includes('practice'));
    assert.ok(!(await ticketIds()).includes('practice-adult'));
    assert.deepEqual(await ticketIds('?event=practice'), ['practice-adult']);
    assert.equal((await get<EventDetails>('/v1/events/practice')).rehearsal, true);
  });

  it('shows its windows, limits, questions and terms', async () => {
    const fields = `salesFrom: '2087-01-01T00:00:00Z', minPerOrder: 2, maxPerOrder: 4,
      maxPerCustomer: 6, holdMinutes: 5, paymentMethods: [online], taxRate: 19, fee: 1.50,
      termsVersion: v1, terms: None., questions: [{ id: size, text: Size, type: text }],`;
    await put(documentOf('rules', fields, ", salesTo: '2087-06-01T00:00:00Z'"));
    await shows('rules', 'on_sale');
    const event = await get<EventDetails>('/v1/events/rules');
    assert.deepEqual([event.onSale, event.salesFrom], [false, '2087-01-01T00:00:00Z']);
    assert.deepEqual([event.minPerOrder, event.maxPerOrder, event.maxPerCustomer], [2, 4, 6]);
    assert.deepEqual([event.holdMinutes, event.paymentMethods], [5, ['online']]);
    assert.deepEqual([event.taxRate, event.termsVersion, event.terms], [19, 'v1', 'None.']);
    assert.deepEqual(event.questions, [
      { id: 'size', text: 'Size', type: 'text', required: false, for: 'order' },
    ]);
    assert.deepEqual(
      [event.tickets[0]?.fee, event.tickets[0]?.salesTo],
      [...[1.5, '2087-06-01T00:00:00Z']],
    );
  });
});

describe('stock', () => {
  it('of ticket types that share a pool is what both have left', async () => {
    const document = documentOf('room', 'pools: [{ id: hall, capacity: 12 }],', ', pool: hall');
    const [adult] = document.tickets;
    assert.ok(adult);
    const child = { ...adult, id: 'room-child', priceMinor: 1000 };
    await put({ ...document, tickets: [adult, child] });
    await shows('room', 'on_sale');
    const first = await get<EventDetails>('/v1/events/room');
    assert.deepEqual(
      first.tickets.map(({ remaining }) => remaining),
      [10, 10],
    );
    assert.deepEqual([first.remaining, first.fromPrice, first.soldOut], [12, 10, false]);

    const pool = ['room/hall:remaining', '0', 'room/hall:held', '3', 'room/hall:sold', '9'];
    await gateway.redis.command('HSET', poolsKey(0), ...pool);
    const full = await eventually(
      () => get<EventDetails>('/v1/events/room'),
      ({ remaining }) => remaining === 0,
    );
    assert.deepEqual(
      full.tickets.map(({ remaining, soldOut }) => [remaining, soldOut]),
      [
        [0, false],
        [0, false],
      ],
    );
    await gateway.redis.command('HSET', poolsKey(0), 'room/hall:held', '0', 'room/hall:sold', '12');
    const gone = await eventually(
      () => get<EventDetails>('/v1/events/room'),
      ({ soldOut }) => soldOut,
    );
    assert.equal(gone.fromPrice, 10);
  });

  it('that changes changes the page, and otherwise the page stays', async () => {
    const tag = async () => String((await gateway.app.inject('/v1/tickets')).headers.etag);
    const before = await tag();
    await gateway.redis.command('HINCRBY', stockKey(0), 'club-adult:remaining', '-1');
    await eventually(tag, (etag) => etag !== before);
    const { tickets } = await get<{ tickets: Ticket[] }>('/v1/tickets?event=club');
    assert.equal(tickets[0]?.remaining, 99);
  });
});

describe('the list of events', () => {
  before(async () => {
    const fields = (city: string, category: string) => `city: ${city}, category: ${category},`;
    await put(documentOf('zurich-jazz', fields('Zürich', 'Concert')));
    await put({ ...documentOf('basel-jazz', fields('Basel', 'Concert')), name: 'Late Jazz' });
    await put({
      ...documentOf('basel-art', fields('Basel', 'Exhibition')),
      startsAt: '2087-07-02T00:30:00+02:00',
    });
    // In July already where it takes place.
    await put({
      ...documentOf('chur-night', 'timeZone: Europe/Zurich,'),
      startsAt: '2087-06-30T22:30:00Z',
    });
    await shows('chur-night', 'on_sale');
  });

  const queries: [query: string, ids: string[]][] = [
    ['?category=concert', ['basel-jazz', 'zurich-jazz']],
    ['?city=zurich', ['zurich-jazz']],
    ['?city=ZÜRICH', ['zurich-jazz']],
    ['?city=Basel&category=exhibition', ['basel-art']],
    ['?from=2087-07-02', ['basel-art']],
    ['?to=2087-05-01', ['fair']],
    ['?from=2087-05-01&to=2087-05-02', ['fair', 'club']],
    ['?from=2087-07-01&q=chur', ['chur-night']],
    ['?to=2087-06-30&q=chur', []],
    ['?q=jazz%20late', ['basel-jazz']],
    ['?q=cellar', ['club']],
    ['?q=nothing+like+it', []],
    ['?city=__proto__', []],
  ];
  for (const [query, ids] of queries) {
    it(`has ${ids.length} events for ${query}`, async () => {
      assert.deepEqual(await listed(query), ids);
    });
  }

  it('goes on page by page to its end, in order of time', async () => {
    const all = await listed();
    const pages: string[][] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: { events: Event[]; next?: string } = await get(`/v1/events?limit=2${query}`);
      pages.push(page.events.map(({ id }) => id));
      cursor = page.next;
    }
    assert.deepEqual(pages.flat(), all);
    assert.ok(pages.slice(0, -1).every((page) => page.length === 2));
    assert.ok(all.length > 4);
  });

  for (const query of ['limit=0', 'limit=501', 'limit=x', 'cursor=!', 'cursor=abc', 'from=2087']) {
    it(`refuses ?${query}`, async () => {
      const answer = await gateway.app.inject(`/v1/events?${query}`);
      assert.equal(answer.statusCode, 400);
      const body = answer.json<{ code: string; details: { path: string }[] }>();
      assert.equal(body.code, 'INVALID_REQUEST');
      assert.equal(body.details[0]?.path, query.split('=')[0]);
    });
  }
});

describe('the seller', () => {
  const seller = { name: 'Shop', imprint: '# Shop', terms: { version: 's-1', text: 'Be kind.' } };

  it('has the name of the software and nothing else until somebody says who sells', async () => {
    assert.deepEqual(await get('/v1/seller'), { name: 'Onsale', revision: 0 });
  });

  it('is shown once it is set, with its terms in every event that has none', async () => {
    await put(documentOf('free-of-terms'));
    await put(documentOf('with-terms', "termsVersion: e-1, terms: 'https://example.com',"));
    assert.equal(await writeSeller(gateway.ledger, seller, { revision: 0 }), 1);
    const shown = await eventually(
      () => get<Seller>('/v1/seller'),
      ({ revision }) => revision === 1,
    );
    assert.deepEqual(shown, { ...seller, revision: 1 });
    const termsOf = async (id: string) => {
      const { termsVersion, terms, termsOf: whose } = await get<EventDetails>(`/v1/events/${id}`);
      return [termsVersion, terms, whose];
    };
    assert.deepEqual(await termsOf('free-of-terms'), ['s-1', 'Be kind.', 'seller']);
    assert.deepEqual(await termsOf('with-terms'), ['e-1', 'https://example.com', 'event']);
  });

  it('is 304 for whoever has it', async () => {
    const first = await gateway.app.inject('/seller');
    const headers = { 'if-none-match': String(first.headers['etag']) };
    assert.equal((await gateway.app.inject({ url: '/seller', headers })).statusCode, 304);
  });
});

describe('filters and ages', () => {
  it('names each category and city of all listed events once, whatever the query', async () => {
    await put(
      documentOf('ages', 'city: Zürich, category: concert, minimumAge: 16, ageNote: Papers.,'),
    );
    await put(documentOf('places', 'city: Aarau, category: Concert,'));
    await put(documentOf('hidden', 'city: Nowhere, rehearsal: true,'));
    const list = await eventually(
      () => get<EventList>('/v1/events?limit=1&city=aarau'),
      ({ cities }) => cities.includes('Aarau') && cities.includes('Zürich'),
    );
    assert.equal(list.events.length, 1);
    assert.deepEqual(
      list.cities.filter((city) => city !== 'Basel'),
      ['Aarau', 'Zürich'],
    );
    assert.equal(list.categories.filter((name) => /^concert$/i.test(name)).length, 1);
  });

  it('shows from which age on an event admits', async () => {
    const { minimumAge, ageNote } = await get<EventDetails>('/v1/events/ages');
    assert.deepEqual([minimumAge, ageNote], [16, 'Papers.']);
  });
});
