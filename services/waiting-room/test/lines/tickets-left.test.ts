import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readEvent } from '@onsale/ledger';
import { sellTickets } from '@onsale/testing';
import { readTicketsLeft } from '../../src/lines/tickets-left.ts';
import { openRoom, type TestRoom } from '../open-room.ts';

const event = (id: string, fields: string) => `  - id: ${id}
    name: ${id}
    venue: Hall
    startsAt: 2087-07-01T20:00:00+02:00
    currency: EUR
    waitingRoom: { opens: automatic }
    ${fields}
`;
const ticket = (id: string, capacity: number, fields = '') =>
  `{ id: ${id}, name: ${id}, type: adult, price: 20, capacity: ${capacity}${fields} }`;

let room: TestRoom;
before(async () => {
  const pooled = [ticket('full', 8, ', pool: hall'), ticket('reduced', 8, ', pool: hall')];
  const fans = ticket('fans', 4, ', hidden: true');
  room = await openRoom(
    `events:\n${[
      event('noon', `pools: [{ id: hall, capacity: 10 }]\n    tickets: [${pooled.join(', ')}]`),
      event('mixed', `tickets: [${ticket('all', 5)}, ${fans}]`),
      event('secret', `tickets: [${ticket('guests', 6, ', hidden: true')}]`),
    ].join('')}`,
  );
});
after(() => room.close());

async function left(eventId: string) {
  const stored = await readEvent(room.ledger, eventId);
  assert.ok(stored);
  const tickets = await readTicketsLeft(room.ledger, stored.shard, stored.document);
  const types = tickets.left.map(({ id, remaining, held }) => `${id} ${remaining}+${held}`);
  return [...types, `${tickets.remaining}+${tickets.held} of ${tickets.remainingOfAll}`];
}

test('types that share a pool have no more together than it has', async () => {
  assert.deepEqual(await left('noon'), ['full 8+0', 'reduced 8+0', '10+0 of 10']);
  await sellTickets(room.ledger, { eventId: 'noon', wanted: 'full:3' });
  await sellTickets(room.ledger, { eventId: 'noon', wanted: 'reduced:2', holdMs: 60_000 });
  assert.deepEqual(await left('noon'), ['full 5+0', 'reduced 5+2', '5+2 of 5']);
});

test('hidden types are told nobody, but somebody may have a turn for them', async () => {
  assert.deepEqual(await left('mixed'), ['all 5+0', '5+0 of 9']);
  await sellTickets(room.ledger, { eventId: 'mixed', wanted: 'all:5' });
  assert.deepEqual(await left('mixed'), ['all 0+0', '0+0 of 4']);
});

test('where all types are hidden, all who wait have come for them', async () => {
  assert.deepEqual(await left('secret'), ['guests 6+0', '6+0 of 6']);
});
