import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { finishOrders, nameHolder, type NewOrder, readRecords } from '@onsale/ledger';
import { rebuildRecords, SetBackError, verifyRecords } from '@onsale/records';
import { sql } from 'kysely';
import { hold } from '../../../ledger/test/test-ledger.ts';
import { recordAll, rowOf, sell, startRecordedShop } from '../recorder/recorded-shop.ts';
import { backUp, beginAgain } from '../set-back/kept-state.ts';

const shop = await startRecordedShop();
const { db, ledger, parts } = shop;
await backUp(shop, 2);
const verify = async () => (await verifyRecords(db, ledger, { waitMs: 1000 })).problems;

/** By whom a row was written is not what it says. */
const CHANGED = { changed_in: undefined };

async function dump(): Promise<unknown[]> {
  const tables = [
    ...['orders', 'order_lines', 'tickets', 'payments', 'changes', 'rejections'],
    'replaced_tickets',
  ];
  const dumped: unknown[] = [];
  for (const table of tables) {
    const { rows } = await sql`select * from records.${sql.id(table)} order by 1, 2, 3`.execute(db);
    dumped.push(rows.map((row) => ({ ...(row as object), person_id: undefined, ...CHANGED })));
  }
  const { rows } = await sql`
    select order_id, address, name, email from records.people join records.orders using (person_id)
    order by order_id`.execute(db);
  return [...dumped, rows];
}

describe('tables that are made anew', () => {
  let archived: NewOrder;
  let archivedAt: Date;

  beforeEach(async () => {
    await beginAgain(shop, 2);
    await recordAll(parts);
    const [first] = await sell(shop, ['ada@example.org', 'bea@example.org', 'cay@example.org']);
    archived = first!;
    const held = await hold(ledger, 'adult:2', {
      customer: { name: 'Ada', email: 'Ada@Example.org' },
    });
    await finishOrders(ledger, 0, [{ orderId: held.id, step: 'confirm', cause: 'pay_1' }]);
    await nameHolder(ledger, held.id, { ticket: [0, 2], name: 'Bea', cause: 'buyer' });
    await recordAll(parts);
    archivedAt = new Date('2026-01-02T03:04:05Z');
    await sql`update records.orders set archived_at = ${archivedAt} where order_id = ${archived.id}`.execute(
      db,
    );
  });

  const archive = async () => {
    const { record = '' } = (await readRecords(ledger, 0, [archived.id])).get(archived.id) ?? {};
    await shop.redis.command('HDEL', `{s0}:orders:${archived.id.slice(0, 8)}`, archived.id);
    await shop.redis.command('HSET', '{s0}:archive', 'orders:confirmed', '1');
    return async function* files() {
      yield [{ orderId: archived.id, record, archivedAt }];
    };
  };

  it('are what they were, whatever had become of them', async () => {
    await archive();
    const before = await dump();
    await sql
      .raw(
        `delete from records.tickets; update records.order_lines set qty = 9;
        update records.orders set total = 1, changed_at = now() + interval '1 day', person_id = (
          select max(person_id) from records.people);
        delete from records.orders where order_id = (
          select max(order_id) from records.orders)`,
      )
      .execute(db);
    assert.notDeepEqual(await verify(), []);
    const { fromRedis, fromRecords } = await rebuildRecords(db, ledger);
    assert.deepEqual([fromRedis, fromRecords], [3, 1]);
    assert.deepEqual(await dump(), before);
    assert.deepEqual(await verify(), []);
  });

  it('come from Redis and the archive, where the database is new', async () => {
    const files = await archive();
    const before = await dump();
    for (const table of ['shards', 'orders', 'people', 'payments'] as const) {
      await db.deleteFrom(`records.${table}`).execute();
    }
    const { fromRedis, fromArchive } = await rebuildRecords(db, ledger, { archive: files() });
    assert.deepEqual([fromRedis, fromArchive], [3, 1]);
    assert.equal((await rowOf(shop)).backfill_reason, 'new');
    await recordAll(parts);
    assert.deepEqual(await dump(), before);
    assert.deepEqual(await verify(), []);
  });

  it('don’t bring back a person that was forgotten', async () => {
    const files = await archive();
    await sql`
      update records.orders set record = regexp_replace(record, '"Ada","[^"]*"', '"(removed)","(removed)"')
      where order_id = ${archived.id}`.execute(db);
    await rebuildRecords(db, ledger, { archive: files() });
    const { rows } = await sql<{ record: string }>`
      select record from records.orders where order_id = ${archived.id}`.execute(db);
    assert.doesNotMatch(rows[0]?.record ?? '', /ada@example/i);
  });

  it('wait until it is decided what is right', async () => {
    await sql`update records.shards set state = 'set_back'`.execute(db);
    await assert.rejects(rebuildRecords(db, ledger), SetBackError);
  });
});
