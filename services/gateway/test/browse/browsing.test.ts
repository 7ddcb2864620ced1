import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Event, EventDetails, Ticket } from '@onsale/contracts';
import { gatewayForTests } from '../gateway-for-tests.ts';

const gateway = gatewayForTests();

async function listTickets(query = ''): Promise<string[]> {
  const answer = await gateway.app.inject(`/v1/tickets${query}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<{ tickets: Ticket[] }>().tickets.map((ticket) => ticket.id);
}

describe('tickets', () => {
  it('shows every ticket type with its decimal price, stock and event', async () => {
    const answer = await gateway.app.inject('/v1/tickets');
    const { tickets } = answer.json<{ tickets: Ticket[] }>();
    assert.equal(tickets.length, 5);
    assert.deepEqual(tickets[0], {
      id: 'fair-adult',
      name: 'Adult',
      type: 'adult',
      price: 25.5,
      currency: 'EUR',
      description: '',
      eventId: 'fair',
      capacity: 1000,
      remaining: 1000,
      onSale: true,
      soldOut: false,
    });
  });

  const filters: [string, string[]][] = [
    ['?type=adult', ['fair-adult', 'fair-abroad', 'club-adult']],
    ['?event=club', ['club-adult']],
    ['?min_price=25.50', ['fair-adult', 'fair-vip', 'fair-abroad']],
    ['?min_price=25.501', ['fair-vip', 'fair-abroad']],
    ['?max_price=15', ['fair-child', 'club-adult']],
    ['?min_price=10&max_price=26&event=fair', ['fair-adult']],
    ['?min_price=-5', ['fair-adult', 'fair-child', 'fair-vip', 'fair-abroad', 'club-adult']],
    ['?min_price=3E1', ['fair-vip', 'fair-abroad']],
    ['?min_price=-2.9091117084910876e%2B16&max_price=15', ['fair-child', 'club-adult']],
    ['?min_price=1e999', []],
    ['?max_price=1e-05', []],
    ['?max_price=-1', []],
    ['?type=moonwalk', []],
    ['?event=__proto__', []],
    ['?type=', []],
  ];
  for (const [query, ids] of filters) {
    it(`lists ${ids.length} ticket types for ${query}`, async () => {
      assert.deepEqual(await listTickets(query), ids);
    });
  }

  it('responds 304 without a body to a client that has the page', async () => {
    const first = await gateway.app.inject('/v1/tickets');
    const etag = String(first.headers.etag);
    assert.match(etag, /^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await gateway.app.inject({
        url: '/v1/tickets',
        headers: { 'if-none-match': known },
      });
      assert.equal(again.statusCode, 304);
      assert.equal(again.body, '');
      assert.equal(again.headers.etag, etag);
    }
    const cached = String(first.headers['cache-control']);
    assert.match(cached, /^public, max-age=0, s-maxage=1, stale-while-revalidate=1, /);
    const stale = { url: '/v1/tickets', headers: { 'if-none-match': '"older"' } };
    assert.equal((await gateway.app.inject(stale)).statusCode, 200);
  });
});

describe('events', () => {
  it('lists events with their ticket ids, and shows one with its tickets', async () => {
    const { events } = (await gateway.app.inject('/v1/events')).json<{ events: Event[] }>();
    assert.deepEqual(
      events.map((event) => event.id),
      ['fair', 'club'],
    );
    const club = {
      id: 'club',
      name: 'Club Night',
      venue: 'The Cellar',
      startsAt: '2087-05-02T21:00:00+02:00',
      description: '',
      currency: 'EUR',
      ticketIds: ['club-adult'],
      status: 'on_sale',
      onSale: true,
      soldOut: false,
      fromPrice: 15,
      remaining: 100,
      hasCodes: false,
    };
    assert.deepEqual(events[1], club);
    const answer = await gateway.app.inject('/events/club');
    const { tickets, ...one } = answer.json<EventDetails>();
    assert.deepEqual(one, { ...club, rehearsal: false, questions: [], holdMinutes: 15 });
    assert.deepEqual(
      tickets.map(({ id, remaining }) => [id, remaining]),
      [['club-adult', 100]],
    );
    assert.match(String(answer.headers.etag), /^"[\w-]{22}"$/);
  });

  it('knows no event that there is none of', async () => {
    const answer = await gateway.app.inject('/events/__proto__');
    assert.equal(answer.statusCode, 404);
    assert.equal(answer.json<{ code: string }>().code, 'EVENT_NOT_FOUND');
  });
});

describe('paths', () => {
  it('serves the same under /v1 and at the root', async () => {
    for (const path of ['/tickets', '/tickets?type=vip', '/events', '/events/fair']) {
      const versioned = await gateway.app.inject(`/v1${path}`);
      const root = await gateway.app.inject(path);
      assert.equal(versioned.statusCode, 200);
      assert.equal(root.body, versioned.body);
    }
  });
});
