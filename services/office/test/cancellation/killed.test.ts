import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Cancellation } from '@onsale/contracts';
import { type AskOffice, eventually, type ServiceProcess } from '@onsale/testing';
import { openShow, type Show } from './show.ts';

/** Few, since each start takes its time; `node killed.test.ts 10` kills it ten times. */
const KILLS = Number(process.argv[2] ?? 4);
const ORDERS = 10 + 4 * KILLS;
const PATH = '/v1/events/show/cancellation';

let show: Show;
let owner: AskOffice;
before(async () => {
  // Slow enough to be killed in the middle.
  show = await openShow({ PAYMENT_CALLS_PER_S: '20' });
  owner = await show.office.as([{ role: 'owner' }]);
});
after(async () => await show.close());

/** Takes the claim of a killed process away, which would end by itself some seconds later. */
const endClaim = async () =>
  await show.office.postgres.query('update office.tasks set claimed_until = now()');

test('an office that is killed again and again refunds each order once, also without balance', async () => {
  const sold: string[] = [];
  for (let i = 0; i < ORDERS; i++) sold.push((await show.sellOnline()).orderId);
  // Half of the money has been paid out.
  const half = (ORDERS * 4000) / 2;
  await show.bank('PUT', '/account/balance', { currency: 'EUR', amountMinor: half });

  const body = { confirm: 'Night of Shows' };
  const begun = await owner('POST', PATH, body, { 'idempotency-key': 'storm' });
  assert.equal(begun.status, 202);
  // The first office answers, and from now on others do the work.
  const read = async () => (await owner('GET', PATH)).body as Cancellation;
  let worker: ServiceProcess = show.startOffice();
  for (let kill = 0; kill < KILLS; kill++) {
    await worker.logged(({ msg }) => msg === 'the office is open');
    await endClaim();
    const before = (await read()).orders.done;
    const isFilled = kill >= KILLS / 2;
    if (kill === KILLS / 2) {
      const waiting = await eventually(read, ({ state }) => state === 'waiting_for_balance');
      assert.ok((waiting.balance[0]?.missing ?? 0) > 0);
      await show.bank('PUT', '/account/balance', { currency: 'EUR', amountMinor: 10 * half });
    }
    if (isFilled)
      await eventually(read, ({ orders }) => orders.done > before || orders.done === ORDERS);
    worker.signal('SIGKILL');
    await worker.exited;
    worker = show.startOffice();
  }
  const done = await eventually(read, ({ state }) => state === 'done');
  await worker.stop();
  assert.deepEqual(done.orders, { total: ORDERS, done: ORDERS, failed: 0, toPayBack: 0 });

  const { orders } = await show.bank<{
    orders: { paidMinor: number; refundedMinor: number }[];
  }>('GET', '/books');
  assert.equal(orders.length, ORDERS);
  for (const each of orders) assert.deepEqual([each.paidMinor, each.refundedMinor], [4000, 4000]);
  const statuses = await Promise.all(sold.map(show.statusOf));
  assert.deepEqual([...new Set(statuses)], ['refunded']);
});
