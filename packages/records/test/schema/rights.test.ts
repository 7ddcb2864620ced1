import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { finishOrders, nameHolder, refundTickets } from '@onsale/ledger';
import {
  migrateRecords,
  openJobs,
  openRecords,
  readRecordedOrder,
  readShards,
  recordShard,
  setUpRoles,
  waitForSchema,
} from '@onsale/records';
import { sql } from 'kysely';
import { hold } from '../../../ledger/test/test-ledger.ts';
import { sell, startRecordedShop } from '../recorder/recorded-shop.ts';

const shop = await startRecordedShop({ adult: 10, last: 1 });
await setUpRoles(shop.db, { recorder: 'one', office: 'two' });
await migrateRecords(shop.db);

/** A connection of a role. */
function openAs(role: string, password: string) {
  // Not of a form that `URL` reads, because it has a socket instead of a host.
  const url = shop.postgres.url.replace(/\/\/[^@]*@/, `//${role}:${password}@`);
  const db = openRecords({ url, name: role, onError: () => undefined });
  after(async () => await db.destroy());
  return db;
}
const recorder = openAs('onsale_recorder', 'one');
const office = openAs('onsale_office', 'two');
const context = { logger: { info: () => undefined }, signal: AbortSignal.timeout(10_000) };

const REFUSED = { code: '42501' };
const run = async (db: typeof office, text: string) => await sql.raw(text).execute(db);

test('the recorder can record all that happens, with the rights of its role', async () => {
  await waitForSchema(recorder, context);
  const jobs = await openJobs(recorder, assert.fail);
  after(async () => await jobs.stop({ graceful: false }));
  const record = async () => {
    for (let turns = 0; turns < 10; turns++) {
      await recordShard({ ...shop.parts, db: recorder, jobs }, 0);
    }
  };
  await sell(shop, ['ada@example.org', 'bea@example.org'], 'last:1');
  await record();
  const order = await hold(shop.ledger, 'adult:2', {
    customer: { name: 'Ada L', email: 'ada@example.org' },
  });
  await record();
  await finishOrders(shop.ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_1' }]);
  await nameHolder(shop.ledger, order.id, { ticket: [0, 2], name: 'Bea', cause: 'clerk' });
  await refundTickets(shop.ledger, order.id, { id: 're_1', tickets: [[0, 1]], amountMinor: 700 });
  await record();
  assert.equal((await readShards(recorder))[0]?.state, 'recording');
  await waitForSchema(office, context);
  assert.match((await readRecordedOrder(office, order.id))?.record ?? '', /^\["c/);
});

test('neither role can do more than it must', async () => {
  const tables = ['orders', 'order_lines', 'tickets', 'payments', 'changes', 'people', 'shards'];
  for (const table of tables) {
    await assert.rejects(run(recorder, `delete from records.${table}`), REFUSED, table);
    await assert.rejects(run(recorder, `truncate records.${table}`), REFUSED, table);
    await assert.rejects(run(office, `delete from records.${table}`), REFUSED, table);
  }
  const refused = [
    [recorder, "update records.changes set cause = ''"],
    [recorder, 'delete from jobs.job'],
    [recorder, 'insert into jobs.version (version) values (1)'],
    [recorder, 'update jobs.queue set retry_limit = 0'],
    [recorder, 'create table records.mine ()'],
    [office, "update records.orders set status = ''"],
    [office, 'select from records.shards for update'],
    [office, 'select from jobs.job'],
    [office, 'create table public.mine ()'],
  ] as const;
  for (const [db, text] of refused) await assert.rejects(run(db, text), REFUSED, text);
});
