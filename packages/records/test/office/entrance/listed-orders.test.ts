import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameHolder, refundTickets } from '@onsale/ledger';
import { readEntranceRules, readListedOrder, readListedOrdersById } from '@onsale/records';
import { startPostgres, TEST_SEED } from '@onsale/testing';
import { ticketTag, ticketTagBytes } from '@onsale/ticket-codes';
import fc from 'fast-check';
import { sql } from 'kysely';
import { openRecords, type Records } from '../../../src/index.ts';
import { migrateRecords } from '../../../src/schema/migrate-records.ts';
import { migrations } from '../../../src/schema/migrations/index.ts';
import { recordAll, sell, startRecordedShop } from '../../recorder/recorded-shop.ts';

const shop = await startRecordedShop({ adult: 500, child: 500 });
const { db, ledger } = shop;

const tagOf = (orderId: string, line: number, number: number, version = 1) =>
  ticketTag({ orderId, line, number, version });

test('the records name tickets as their codes do', async () => {
  const id = fc.string({ unit: fc.constantFrom('\\', "'", 'ä', '/', '0', '1', 'x', '😀') });
  const small = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  const ids = fc.tuple(id, small, small, small);
  await fc.assert(
    fc.asyncProperty(fc.array(ids, { minLength: 1, maxLength: 50 }), async (names) => {
      const given = JSON.stringify(names.map(([order, l, n, v]) => ({ order, l, n, v })));
      const { rows } = await sql<{ hex: string }>`
        select encode(records.ticket_tag("order", l, n, v), 'hex') as hex
        from jsonb_to_recordset(${given}::jsonb) as t("order" text, l integer, n integer, v integer)
      `.execute(db);
      const tags = names.map(([order, l, n, v]) => tagOf(order, l, n, v));
      assert.deepEqual(
        rows.map(({ hex }) => hex),
        tags.map((tag) => ticketTagBytes(tag)?.toString('hex')),
      );
    }),
    { numRuns: 20, seed: TEST_SEED },
  );
});

test('an order is found by each of its tickets, also by an earlier version of one', async () => {
  const [order] = await sell(shop, ['ada@example.org'], 'adult:2,child:1');
  const { id: orderId, eventId } = order!;
  await nameHolder(ledger, orderId, { ticket: [0, 2], name: 'Bea', cause: 'clerk' });
  await nameHolder(ledger, orderId, { ticket: [0, 2], name: 'Cy', cause: 'clerk' });
  await refundTickets(ledger, orderId, { id: 're_1', tickets: [[1, 1]], amountMinor: 1000 });
  await recordAll(shop.parts);
  const found = await readListedOrder(db, { eventId, ticket: tagOf(orderId, 1, 1) });
  assert.equal(found?.orderId, orderId);
  assert.equal(found.order.buyer, 'Ada');
  assert.deepEqual(found.order.tickets, [
    { place: 1, ticketId: 'adult', ticket: tagOf(orderId, 0, 1), state: 'valid' },
    {
      ...{ place: 2, ticketId: 'adult', ticket: tagOf(orderId, 0, 2, 3), state: 'valid' },
      ...{ holder: 'Cy', replaced: [tagOf(orderId, 0, 2, 1), tagOf(orderId, 0, 2, 2)] },
    },
    { place: 3, ticketId: 'child', ticket: tagOf(orderId, 1, 1), state: 'refunded' },
  ]);
  assert.deepEqual(found.seats.get(3), { line: 1, seat: 1 });
  for (const version of [1, 2, 3]) {
    const ticket = tagOf(orderId, 0, 2, version);
    assert.equal((await readListedOrder(db, { eventId, ticket }))?.orderId, orderId);
  }
  const nameless = await readListedOrder(db, {
    ...{ eventId, ticket: tagOf(orderId, 0, 1), withNames: false },
  });
  assert.ok(!/Ada|Cy/.test(JSON.stringify(nameless)));
  assert.deepEqual((await readListedOrdersById(db, [orderId]))[0]?.order, found.order);
  for (const ticket of [tagOf(orderId, 0, 3), 'ABC', '']) {
    assert.equal(await readListedOrder(db, { eventId, ticket }), undefined);
  }
  const elsewhere = { eventId: 'show-8', ticket: tagOf(orderId, 0, 1) };
  assert.equal(await readListedOrder(db, elsewhere), undefined);
});

test('what an earlier version has recorded is in the list as soon as this one records', async () => {
  const { '0012-entrance': _, ...earlier } = migrations;
  const server = await startPostgres();
  const before = openRecords({ url: server.url, name: 'test', onError: () => undefined });
  try {
    await migrateRecords(before, earlier);
    for (const table of TABLES) await copyRows(table, before);
    await migrateRecords(before);
    const [order] = await sell(shop, ['ada@example.org']);
    const { eventId } = order!;
    assert.equal(await readEntranceRules(before, eventId), undefined);
    await recordAll({ ...shop.parts, db: before });
    assert.equal((await readEntranceRules(before, eventId))?.eventName, 'Show');
    const { rows } = await sql<{ order_id: string }>`
      select order_id from records.tickets where version > 1`.execute(before);
    const orderId = rows[0]!.order_id;
    const replaced = await readListedOrder(before, { eventId, ticket: tagOf(orderId, 0, 2) });
    assert.equal(replaced?.orderId, orderId);
    const ticket = tagOf(order!.id, 0, 1);
    assert.equal((await readListedOrder(before, { eventId, ticket }))?.orderId, order!.id);
  } finally {
    await before.destroy();
    await server.stop();
  }
});

const TABLES = ['shards', 'people', 'orders', 'order_lines', 'tickets', 'events'];

// Copies what the earlier version knows of a table.
async function copyRows(table: string, to: Records): Promise<void> {
  const { rows: columns } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'records' and table_name = ${table} and is_generated = 'NEVER'`.execute(
    to,
  );
  const names = sql.join(columns.map(({ name }) => sql.ref(name)));
  const from = sql.table(`records.${table}`);
  const { rows } = await sql<{ all: string }>`
    select json_agg(t)::text as all from ${from} t`.execute(db);
  await sql`
    insert into ${from} (${names}) overriding system value
    select ${names} from json_populate_recordset(null::${from}, ${rows[0]?.all})`.execute(to);
}
