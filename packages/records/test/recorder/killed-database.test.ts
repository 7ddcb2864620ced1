import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRecordsOutage, ORDER_CHANGES, recordShard } from '@onsale/records';
import { eventually } from '@onsale/testing';
import { recordAll, rowOf, sell, startRecordedShop } from './recorded-shop.ts';

const KILLS = 20;
const ORDERS = 50;
/** What a turn writes, in this order. */
const WRITTEN = ['people', 'orders', 'changes', 'job_common', 'shards'];

const shop = await startRecordedShop({ adult: KILLS * ORDERS });
const { postgres, parts } = shop;

/** Makes a turn stay where it has written to the table that `stop_after` names. */
const STOPS = `
  create table stop_after (name text);
  create function stay() returns trigger language plpgsql as $$ begin
    if exists (select from stop_after where name = tg_table_name) then perform pg_sleep(600); end if;
    return null;
  end $$;
  ${WRITTEN.map((table) => {
    const schema = table === 'job_common' ? 'jobs' : 'records';
    return `create trigger stay after insert or update on ${schema}.${table}
      for each statement execute function stay();`;
  }).join('\n')}`;

async function stopAfter(table: string | undefined): Promise<void> {
  await postgres.query('delete from stop_after');
  if (table !== undefined) await postgres.query('insert into stop_after values ($1)', [table]);
}

test('a database that is killed in mid-write has all it has committed, and nothing twice', async () => {
  await recordAll(parts);
  await postgres.query(STOPS);
  for (let kill = 0; kill < KILLS; kill++) {
    const emails = Array.from({ length: ORDERS }, (_, buyer) => `${kill}.${buyer}@example.org`);
    await sell(shop, emails);
    const { position } = await rowOf(shop);
    await stopAfter(WRITTEN[kill % WRITTEN.length]);
    const cutOff = assert.rejects(recordShard(parts, 0), isRecordsOutage);
    await eventually(
      async () => await postgres.query(`select from pg_stat_activity where wait_event = 'PgSleep'`),
      (rows) => rows.length > 0,
    );
    await postgres.kill('SIGKILL');
    await cutOff;
    await postgres.restart();
    assert.equal((await rowOf(shop)).position, position);
    // Every other time, the next turn is all right, and what it has committed is to stay.
    await stopAfter(undefined);
    if (kill % 2 === 1) await recordAll(parts);
  }
  await recordAll(parts);

  const sold = KILLS * ORDERS;
  const [counts] = await postgres.query(`
    select
      (select count(*)::int from records.orders) as orders,
      (select count(*)::int from records.tickets where state = 'valid') as tickets,
      (select count(*)::int from records.people) as people,
      (select count(*)::int from records.changes) as changes,
      (select count(distinct order_id)::int from records.changes) as changed,
      (select count(*)::int from jobs.job where name = '${ORDER_CHANGES}') as jobs,
      (select count(distinct data->>'orderId')::int from jobs.job) as told`);
  assert.deepEqual(counts, {
    ...{ orders: sold, tickets: sold, people: sold, changes: sold, changed: sold },
    ...{ jobs: sold, told: sold },
  });
});
