import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { EventDetails, EventList, TicketList } from '@onsale/contracts';
import { gatewayForTests, place } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';
import { putEvent } from '../orders/put-event.ts';

const gateway = gatewayForTests();

async function get<Body>(url: string): Promise<Body> {
  const answer = await gateway.app.inject(url);
  assert.equal(answer.statusCode, 200, answer.body);
  assert.doesNotMatch(answer.body, /crew|guest/i);
  return answer.json<Body>();
}

describe('a hidden ticket type', () => {
  before(async () => {
    await putEvent(gateway, 'partly', {
      tickets: `
      { id: partly-adult, name: Adult, type: adult, price: 20, capacity: 10 },
      { id: partly-crew, name: Crew, type: adult, price: 5, capacity: 7, hidden: true }`,
    });
    await putEvent(gateway, 'secret', {
      tickets:
        '{ id: secret-guest, name: Guest, type: adult, price: 5, capacity: 7, hidden: true }',
    });
    await putEvent(gateway, 'pooled', {
      fields: 'pools: [{ id: hall, capacity: 8 }],',
      tickets: `
      { id: pooled-adult, name: Adult, type: adult, price: 20, capacity: 6, pool: hall },
      { id: pooled-crew, name: Crew, type: adult, price: 5, capacity: 6, pool: hall, hidden: true }`,
    });
  });

  it('is in no list and on no page', async () => {
    const { tickets } = await get<TicketList>('/tickets?event=partly');
    assert.deepEqual(
      tickets.map(({ id }) => id),
      ['partly-adult'],
    );
    const shown = await get<EventDetails>('/events/partly');
    assert.deepEqual(shown.ticketIds, ['partly-adult']);
    const { fromPrice, remaining, soldOut } = shown;
    assert.deepEqual(
      { fromPrice, remaining, soldOut },
      { fromPrice: 20, remaining: 10, soldOut: false },
    );
    const { events } = await get<EventList>('/events');
    assert.equal(events.find(({ id }) => id === 'partly')?.fromPrice, 20);
    const head = await gateway.app.inject('/pages/head?path=/events/partly');
    assert.match(head.body, /"Adult"/);
    assert.doesNotMatch(head.body, /crew/i);
  });

  it('may be the only one of an event, which is not sold out for that', async () => {
    const { tickets, ticketIds, remaining, soldOut, fromPrice } =
      await get<EventDetails>('/events/secret');
    assert.deepEqual(
      { tickets, ticketIds, remaining, soldOut, fromPrice },
      { tickets: [], ticketIds: [], remaining: 0, soldOut: false, fromPrice: undefined },
    );
  });

  it('leaves of a pool what the others can have', async () => {
    assert.equal((await get<EventDetails>('/events/pooled')).remaining, 6);
  });

  it('is ordered as one that does not exist', async () => {
    const refusals: unknown[] = [];
    for (const ticketId of ['partly-crew', 'partly-nobody']) {
      const answer = await place(gateway, order([{ ticketId, qty: 1 }]));
      assert.equal(answer.statusCode, 400, answer.body);
      refusals.push(answer.json());
    }
    assert.equal((refusals[0] as { code: string }).code, 'UNKNOWN_TICKET');
    assert.deepEqual(refusals[0], refusals[1]);
  });
});
