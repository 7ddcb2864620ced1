import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyCatalog, newOrderId, openLedger, placeOrders } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectionOf, startRedis } from '@onsale/testing';
import { exportPerson } from '../src/person/export-person.ts';

const CATALOG = `
events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    waitingRoom: { opens: always }
    tickets:
      - { id: adult, name: Adult, type: adult, price: 20, capacity: 10 }
`;

test('an export names the place and the code that an order was made with', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const ledger = await openLedger(connectionOf(server), 1);
  await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));
  const tags = { place: 'p'.repeat(22), codeUse: { code: 'TEN', uses: 1 } };
  await server.command('HSET', '{s0}:line-places:show', tags.place, 't 1 - 4000000000000 1 0');
  await server.command('HSET', '{s0}:codes:show', 'TEN', '{"unit":"order","percent":10}');
  const order = {
    ...{ id: newOrderId(0, Date.now()), eventId: 'show', currency: 'EUR', paymentMethod: 'cash' },
    customer: { name: 'Ada', email: 'ada@example.com' },
    lines: [{ ticketId: 'adult', type: 'adult', qty: 1, unitMinor: 2000 }],
    totalMinor: 1800,
    ...tags,
  };
  const placed = await placeOrders(ledger, 0, { orders: [order], maxBacklog: 9 });
  assert.deepEqual(placed, [{ outcome: 'placed' }]);
  const { signal } = new AbortController();
  const { document } = await exportPerson(
    { ledger, db: undefined },
    { address: 'ada@example.com', folder: undefined, signal, progress: () => undefined },
  );
  const [{ place, codeUse }] = (document as { orders: [typeof tags] }).orders;
  assert.deepEqual({ place, codeUse }, tags);
});
