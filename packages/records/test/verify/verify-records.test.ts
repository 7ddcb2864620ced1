import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { finishOrders, refundTickets } from '@onsale/ledger';
import { verifyRecords } from '@onsale/records';
import { sql } from 'kysely';
import { orderOf, sell, startRecordedShop } from '../recorded-shop.ts';

const shop = await startRecordedShop();
const { ledger, db, server } = shop;
const verify = async () => await verifyRecords(db, ledger, { waitMs: 0 });

describe('a comparison of tables and ledger', () => {
  const sold = orderOf('adult:2,child:1');

  beforeEach(async () => {
    await shop.open({ adult: 6, child: 3 });
    const held = orderOf('adult:1', { holdMs: 60_000 });
    const paid = orderOf('adult:2', { holdMs: 60_000 });
    await sell(ledger, sold, held, paid, orderOf('adult:2'));
    const confirm = { orderId: paid.id, step: 'confirm', cause: 'pay_1' } as const;
    await finishOrders(ledger, 0, [confirm]);
    const refund = { id: 're_1', amountMinor: 1000, tickets: [[0, 1]] as const };
    await refundTickets(ledger, paid.id, refund);
    await shop.record();
  });

  it('finds nothing after a sale, rejected orders included', async () => {
    assert.deepEqual(await verify(), { orders: 3, problems: [] });
  });

  it('counts exactly what is logged and not yet recorded', async () => {
    await sell(ledger, orderOf('child:1'), orderOf('child:9'));
    const { problems } = await verify();
    // One order can't be judged before the recorder has come to it; the counts agree all the same.
    assert.deepEqual(problems, [
      "shard 0: the recorder is behind, so that 1 orders can't be judged",
    ]);
  });

  const damages: [what: string, damage: string, found: RegExp][] = [
    ['an order is missing', `delete from records.orders where state = 'h'`, /is not recorded/],
    ['a row is wrong', `update records.orders set total = 1 where state = 'c'`, /wrong: total/],
    [
      'a record is older',
      `update records.orders set record = replace(record, '["c', '["c1')`,
      /is recorded as confirmed since .*, but is confirmed since/,
    ],
    ['lines differ', `update records.order_lines set qty = 7`, /has other lines/],
    ['a ticket is missing', `delete from records.tickets where number = 2`, /has other tickets/],
    ['a person differs', `update records.people set address = 'eve@example.org'`, /another person/],
    [
      'changes are missing',
      `update records.shards set since_ms = 0; delete from records.changes where from_state <> 'p'`,
      /is confirmed, but its last recorded change led to h/,
    ],
    [
      'rejections are missing',
      `update records.shards set rejected = 0`,
      /0 orders are rejected by the records, 1 in Redis/,
    ],
    ['Redis was set back', `update records.shards set state = 'set_back'`, /was set back/],
  ];
  for (const [what, damage, found] of damages) {
    it(`finds that ${what}`, async () => {
      await sql.raw(damage).execute(db);
      assert.match((await verify()).problems.join('\n'), found);
    });
  }

  it('finds what Redis lacks, unless it is archived or may be retired', async () => {
    await server.command('HDEL', `{s0}:orders:${sold.id.slice(0, 8)}`, sold.id);
    assert.match((await verify()).problems.join(), /is recorded as confirmed, but Redis does not/);
    await sql`update records.orders set archived_at = now() where order_id = ${sold.id}`.execute(
      db,
    );
    await server.command('HSET', '{s0}:archive', 'orders:confirmed', '1');
    assert.deepEqual((await verify()).problems, []);
  });
});
