import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { finishOrders, type NewOrder, refundTickets, stockKey } from '@onsale/ledger';
import { verifyRecords } from '@onsale/records';
import { sql } from 'kysely';
import { hold, orderOf, place, settleAll } from '../../../ledger/test/test-ledger.ts';
import { recordAll, sell, startRecordedShop } from '../recorder/recorded-shop.ts';
import { backUp, beginAgain } from '../set-back/kept-state.ts';

const shop = await startRecordedShop({ adult: 6, child: 3 });
await backUp(shop, 2);

describe('a comparison of tables and ledger', () => {
  let sold: NewOrder;
  const verify = async () => await verifyRecords(shop.db, shop.ledger, { waitMs: 0 });

  beforeEach(async () => {
    await beginAgain(shop, 2);
    const { ledger } = shop;
    await recordAll(shop.parts);
    sold = orderOf('adult:2,child:1');
    await place(ledger, sold, orderOf('child:3'));
    await settleAll(ledger);
    await hold(ledger, 'adult:1');
    const paid = await hold(ledger, 'adult:2');
    const confirm = { orderId: paid.id, step: 'confirm', cause: 'pay_1' } as const;
    await finishOrders(ledger, 0, [confirm]);
    const refund = { id: 're_1', amountMinor: 1000, tickets: [[0, 1]] as const };
    await refundTickets(ledger, paid.id, refund);
    await recordAll(shop.parts);
  });

  it('finds nothing after a sale, rejected orders included', async () => {
    assert.deepEqual(await verify(), { orders: 3, problems: [] });
  });

  it('finds nothing in what a newer version has added', async () => {
    const tables = ['orders', 'order_lines', 'tickets', 'payments', 'people'];
    const alter = async (change: string) => {
      for (const name of tables) {
        await sql`alter table records.${sql.id(name)} ${sql.raw(change)}`.execute(shop.db);
      }
    };
    await alter('add column newer integer');
    try {
      assert.deepEqual(await verify(), { orders: 3, problems: [] });
    } finally {
      await alter('drop column newer');
    }
  });

  it('finds nothing during a sale that is being recorded', async () => {
    const { ledger } = shop;
    await ledger.redis.command(stockKey(0), [
      ...['HSET', stockKey(0), 'adult:capacity', '1006', 'adult:remaining', '1001'],
    ]);
    const progress = { isOver: false, isVerified: false };
    const sale = async () => {
      for (let i = 0; i < 60; i++) {
        const orders = Array.from({ length: 5 }, () => orderOf('adult:1', { holdMs: 60_000 }));
        await place(ledger, ...orders, orderOf('child:3'));
        await settleAll(ledger);
        const [paid, ended] = orders.map(({ id: orderId }) => orderId);
        await finishOrders(ledger, 0, [
          { orderId: paid!, step: 'confirm', cause: 'pay_1' },
          { orderId: ended!, step: 'cancel', cause: 'buyer' },
        ]);
        await refundTickets(ledger, paid!, { id: 're_1', amountMinor: 1000 });
      }
      progress.isOver = true;
    };
    // As long as anybody verifies: a turn does nothing while the verifier has the shard.
    const recorder = async () => {
      while (!progress.isVerified) await recordAll(shop.parts);
      await recordAll(shop.parts);
    };
    const verifier = async () => {
      const found: string[] = [];
      for (let i = 0; i < 4 || !progress.isOver; i++) {
        found.push(...(await verifyRecords(shop.db, ledger, { waitMs: 10_000 })).problems);
      }
      return found;
    };
    const [found] = await Promise.all([
      verifier().finally(() => (progress.isVerified = true)),
      sale(),
      recorder(),
    ]);
    assert.deepEqual(found, []);
    assert.deepEqual(await verify(), { orders: 303, problems: [] });
  });

  it('counts exactly what is logged and not yet recorded', async () => {
    await sell(shop, ['bea@example.org', 'cay@example.org'], 'child:2');
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
      `update records.shards set changes_since_ms = 0; delete from records.changes where from_state <> 'p'`,
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
      await sql.raw(damage).execute(shop.db);
      assert.match((await verify()).problems.join('\n'), found);
    });
  }

  it('finds what Redis lacks, unless it is archived or may be retired', async () => {
    await shop.redis.command('HDEL', `{s0}:orders:${sold.id.slice(0, 8)}`, sold.id);
    assert.match((await verify()).problems.join(), /is recorded as confirmed, but Redis does not/);
    await sql`update records.orders set archived_at = now() where order_id = ${sold.id}`.execute(
      shop.db,
    );
    await shop.redis.command('HSET', '{s0}:archive', 'orders:confirmed', '1');
    assert.deepEqual((await verify()).problems, []);
  });
});
