import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  applyCatalog,
  audit,
  ensureWorkerGroup,
  finishOrders,
  mayBeArchived,
  newOrderId,
  type NewOrder,
  openLedger,
  readOrder,
  readSetBack,
  refundTickets,
  stockKey,
  writePayment,
} from '@onsale/ledger';
import { acceptSetBack, readSetBackLoss, restoreSetBack, verifyRecords } from '@onsale/records';
import { installOn } from '@onsale/testing';
import {
  booksOf,
  catalogOf,
  hold,
  orderOf,
  place,
  settleAll,
} from '../../../ledger/test/test-ledger.ts';
import { Decision, keepAsHere } from '../../src/set-back/decide.ts';
import type { LostOrder } from '../../src/set-back/find-lost-orders.ts';
import { recordAll, rowOf, startRecordedShop } from '../recorder/recorded-shop.ts';
import { backUp, beginAgain, setBack } from './kept-state.ts';

const shop = await startRecordedShop({ adult: 8, child: 4 });
const { db, ledger, parts } = shop;
await backUp(shop, 2);

const sellOne = async (wanted: string, email = 'ada@example.org') => {
  const order = orderOf(wanted, { customer: { name: 'Ada', email } });
  await place(ledger, order);
  await settleAll(ledger);
  return order;
};
const statusOf = async ({ id }: NewOrder) => (await readOrder(ledger, id))?.status;
const confirm = async ({ id: orderId }: NewOrder) =>
  await finishOrders(ledger, 0, [{ orderId, step: 'confirm', cause: 'pay_1' }]);
const verify = async () => (await verifyRecords(db, ledger, { waitMs: 1000 })).problems;

describe('a Redis that was restored from an older backup', () => {
  /** Sold before the backup, and what became of them after it was lost. */
  let kept: NewOrder;
  let held: NewOrder;
  /** Sold after the backup. */
  let lost: NewOrder;
  let other: NewOrder;

  beforeEach(async () => {
    await beginAgain(shop, 2);
    await recordAll(parts);
    kept = await sellOne('adult:2');
    held = await hold(ledger, 'adult:1');
    await recordAll(parts);
    await backUp(shop);
    lost = await sellOne('adult:2,child:1', 'bea@example.org');
    await confirm(held);
    await refundTickets(ledger, kept.id, { id: 're_1', amountMinor: 1000, tickets: [[0, 1]] });
    // Rejected, of which nothing is recorded but the number.
    other = orderOf('child:2');
    await place(ledger, other, orderOf('child:2'));
    await settleAll(ledger);
    await recordAll(parts);
    await backUp(shop, 4);
    await setBack(shop);
  });

  const findIt = async () => {
    const turns = await recordAll(parts);
    assert.deepEqual(
      turns.map(({ did }) => did),
      ['stop'],
    );
  };

  it('is shown with what it lacks, and nothing changes', async () => {
    await findIt();
    const [loss] = await readSetBackLoss(db, ledger);
    const found = loss?.orders.map(({ recorded, is }) => `${recorded.orderId} ${is}`).sort();
    const expected = [
      ...[`${lost.id} missing`, `${other.id} missing`],
      ...[`${held.id} older`, `${kept.id} older`],
    ];
    assert.deepEqual(found, expected.sort());
    assert.equal((await rowOf(shop)).state, 'set_back');
    assert.equal((await verify()).join(), 'shard 0 was set back: see records set-back');
  });

  it('gets back what it lacks, and sells and is recorded on', async () => {
    await findIt();
    assert.notEqual(await readSetBack(ledger.redis), undefined);
    const [restoration] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.deepEqual(
      [restoration?.restored, restoration?.left, restoration?.isDecided],
      [4, [], true],
    );
    assert.equal(await readSetBack(ledger.redis), undefined);
    const statuses = await Promise.all([kept, held, lost, other].map(statusOf));
    assert.deepEqual(statuses, Array(4).fill('confirmed'));
    const next = await sellOne('child:1');
    await recordAll(parts);
    assert.equal(await statusOf(next), 'confirmed');
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
    assert.deepEqual(await restoreSetBack(db, ledger, { giveUp: false }), []);
  });

  it('keeps what it has sold again, until somebody has found tickets for what is left', async () => {
    const again = await sellOne('child:4');
    await findIt();
    const [first] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.deepEqual(
      new Map(first?.left.map(({ recorded, because }) => [recorded.orderId, because])),
      new Map([lost, other].map(({ id }) => [id, { soldOut: 'child' }])),
    );
    assert.equal(first?.restored, 2);
    assert.equal(first?.isDecided, false);
    assert.notEqual(await readSetBack(ledger.redis), undefined);

    const [second] = await restoreSetBack(db, ledger, { giveUp: true });
    assert.equal(second?.isDecided, true);
    await recordAll(parts);
    assert.deepEqual(await Promise.all([again, held].map(statusOf)), ['confirmed', 'confirmed']);
    assert.equal(await statusOf(lost), undefined);
    assert.deepEqual(await booksOf(ledger, 'child'), {
      ...{ capacity: 4, remaining: 0, held: 0, sold: 4 },
    });
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  it('may be taken for right: then what it lacks is given up', async () => {
    const later = await sellOne('child:2');
    await findIt();
    const [acceptance] = await acceptSetBack(db, ledger);
    assert.deepEqual([acceptance?.givenUp, acceptance?.replaced], [2, 2]);
    await recordAll(parts);
    assert.deepEqual(await Promise.all([later, held, lost].map(statusOf)), [
      ...['confirmed', 'held', undefined],
    ]);
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  it('may be a new one: then all that was sold is put back, once the events are there', async () => {
    await shop.redis.command('FLUSHDB');
    await installOn(ledger.redis);
    Object.assign(ledger, await openLedger(ledger.redis, 1));
    await ensureWorkerGroup(ledger.redis, 0);
    await findIt();
    const [early] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.deepEqual(
      new Set(early?.left.map(({ because }) => Object.keys(because as object)[0])),
      new Set(['noBooks']),
    );
    await applyCatalog(ledger, catalogOf({ adult: 8, child: 4 }));
    const [restoration] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.deepEqual([restoration?.restored, restoration?.isDecided], [4, true]);
    await sellOne('child:1');
    await recordAll(parts);
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  it('may be a new one: then what was archived is still found', async () => {
    await db
      .updateTable('records.orders')
      .set({ archived_at: new Date() })
      .where('order_id', '=', kept.id)
      .execute();
    await shop.redis.command('FLUSHDB');
    await installOn(ledger.redis);
    Object.assign(ledger, await openLedger(ledger.redis, 1));
    await ensureWorkerGroup(ledger.redis, 0);
    await findIt();
    assert.equal(await mayBeArchived(ledger, kept.id), false);
    const [acceptance] = await acceptSetBack(db, ledger);
    assert.equal(acceptance?.givenUp, 3);
    assert.equal(await mayBeArchived(ledger, kept.id), true);
  });

  it('may lack a whole sale', async () => {
    const record =
      '["c1780833652281","adult:1:1000:adult",1000,"USD","show","Ada","a@b.example","x"]';
    const lostOrders = (count: number, is: LostOrder['is']) =>
      Array.from({ length: count }, () => ({
        recorded: { orderId: newOrderId(0, Date.now()), shard: 0, record },
        ...{ there: { record, payment: undefined }, is },
      }));
    const orders = [...lostOrders(70_000, 'missing'), ...lostOrders(10_000, 'older')];
    const decision = new Decision(Date.now());
    await db.transaction().execute(async (tx) => await keepAsHere(tx, 0, { orders, decision }));
    assert.equal(decision.changes, 10_000);
  });

  it('may be followed by the right one: then nothing is given up any more', async () => {
    await sellOne('adult:1');
    await findIt();
    await acceptSetBack(db, ledger);
    await recordAll(parts);
    await setBack(shop, 4);
    await findIt();
    const [restoration] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.deepEqual([restoration?.restored, restoration?.left], [1, []]);
    await recordAll(parts);
    assert.deepEqual(await Promise.all([lost, other].map(statusOf)), ['confirmed', 'confirmed']);
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  it('gives tickets to whom it has rejected, once there are some', async () => {
    await beginAgain(shop, 2);
    await recordAll(parts);
    const early = orderOf('child:3');
    await place(ledger, early);
    await recordAll(parts);
    await backUp(shop);
    await settleAll(ledger);
    await recordAll(parts);
    await setBack(shop);
    const rival = orderOf('child:2', { id: newOrderId(0, Date.now()) });
    await ledger.redis.command(stockKey(0), ['HSET', stockKey(0), 'child:remaining', '0']);
    await settleAll(ledger);
    await ledger.redis.command(stockKey(0), ['HSET', stockKey(0), 'child:remaining', '4']);
    assert.equal(await statusOf(early), 'rejected');
    await findIt();
    const [restoration] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.equal(restoration?.restored, 1);
    await place(ledger, rival);
    await settleAll(ledger);
    await recordAll(parts);
    assert.deepEqual(await Promise.all([early, rival].map(statusOf)), ['confirmed', undefined]);
    assert.equal((await rowOf(shop)).rejected, 0);
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  it('leaves an order alone whose money goes back already', async () => {
    await finishOrders(ledger, 0, [{ orderId: held.id, step: 'open-payment', giveUpMs: 1000 }]);
    const attempt = {
      number: 1,
      state: 'paid',
      startedAtMs: 1,
      expiresAtMs: 2,
      use: 'refund',
    } as const;
    const payment = {
      ...({ revision: 1, provider: 'bank', amountMinor: 1000, currency: 'USD' } as const),
      ...{ attempts: [attempt], refunds: [], disputes: [] },
    };
    await writePayment(ledger, held.id, { before: undefined, after: payment, dueInMs: undefined });
    await findIt();
    const [restoration] = await restoreSetBack(db, ledger, { giveUp: true });
    assert.deepEqual(
      restoration?.left.map(({ recorded, because }) => [recorded.orderId, because]),
      [[held.id, 'moved']],
    );
    await recordAll(parts);
    assert.equal(await statusOf(held), 'held');
    assert.deepEqual(await verify(), []);
  });

  it('leaves alone what has gone another way, if that is as good', async () => {
    // The same payment is told once more.
    await confirm(held);
    await findIt();
    const [restoration] = await restoreSetBack(db, ledger, { giveUp: false });
    assert.deepEqual([restoration?.restored, restoration?.same], [3, 1]);
    await recordAll(parts);
    assert.deepEqual(await verify(), []);
    assert.deepEqual((await audit(ledger)).problems, []);
  });
});
