import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { comparePositions } from '@onsale/ledger';
import { isRecordsOutage, ORDER_CHANGES, recordShard } from '@onsale/records';
import { recordAll, rowOf, sell, startRecordedShop } from './recorded-shop.ts';

const KILLS = 20;
/** Those of one turn. */
const ORDERS = 60;

const shop = await startRecordedShop({ adult: KILLS * ORDERS });
const { postgres, parts } = shop;

test('a database that is killed in mid-write has all it has committed, and nothing twice', async () => {
  await recordAll(parts);
  let acknowledged = '0-0';
  let cutOff = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const emails = Array.from({ length: ORDERS }, (_, buyer) => `${kill}.${buyer}@example.org`);
    await sell(shop, emails);
    const turn = recordShard(parts, 0).then(
      (done) => {
        assert.equal(done.did, 'record');
        if (done.did === 'record') acknowledged = done.position;
      },
      (error: unknown) => {
        assert.ok(isRecordsOutage(error), String(error));
        cutOff += 1;
      },
    );
    // At another moment of the turn each time, from its first to after its last.
    await delay(kill * 2);
    await postgres.kill('SIGKILL');
    await turn;
    await postgres.restart();
    const { position } = await rowOf(shop);
    assert.ok(comparePositions(position, acknowledged) >= 0, 'what was committed is gone');
  }
  await recordAll(parts);
  assert.ok(cutOff > 0, 'no turn was cut off');

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
