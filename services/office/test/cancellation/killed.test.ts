import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Cancellation } from '@onsale/contracts';
import { type AskOffice, eventually, type ServiceProcess } from '@onsale/testing';
import { openShow, type Show } from './show.ts';

/** Few, since each start takes its time; `node killed.test.ts 10` kills it ten times. */
const KILLS = Number(process.argv[2] ?? 2);
/** Of how many orders there is the money for at a time: it can't be over before the last kill. */
const PORTION = 5;
const ORDERS = PORTION * (KILLS + 1);
const PATH = '/v1/events/show/cancellation';

let show: Show | undefined;
let owner: AskOffice;
before(async () => {
  // Slow enough to be killed in the middle.
  show = await openShow({ PAYMENT_CALLS_PER_S: '20' });
  owner = await show.office.as([{ role: 'owner' }]);
});
after(async () => await show?.close());

test('an office that is killed again and again refunds each order once, also without balance', async () => {
  const { bank, office, sellOnline, startOffice, statusOf } = show as Show;
  const sold: string[] = [];
  for (let i = 0; i < ORDERS; i += PORTION) {
    const some = await Promise.all(Array.from({ length: PORTION }, () => sellOnline()));
    sold.push(...some.map(({ orderId }) => orderId));
  }
  const fill = async (orders: number) =>
    await bank('PUT', '/account/balance', { currency: 'EUR', amountMinor: orders * 4000 });
  await fill(PORTION);
  const read = async () => (await owner('GET', PATH)).body as Cancellation;

  const body = { confirm: 'Night of Shows' };
  const begun = await owner('POST', PATH, body, { 'idempotency-key': 'storm' });
  assert.equal(begun.status, 202);
  // There is never more than one office: whatever is done, the one has done that is killed next.
  let only: ServiceProcess = office.process;
  let { done } = (begun.body as Cancellation).orders;
  for (let kill = 0; kill < KILLS; kill++) {
    const seen = await eventually(read, (task) => task.orders.done > done || isOver(task));
    assert.equal(isOver(seen), false);
    only.signal('SIGKILL');
    await only.exited;
    // The claim of the killed one would end by itself some seconds later.
    await office.postgres.query('update office.tasks set claimed_until = now()');
    only = startOffice();
    await only.logged(({ msg }) => msg === 'the office is open');
    const waiting = await eventually(read, (task) => lacks(task) > 0 || isOver(task));
    assert.equal(waiting.state, 'waiting_for_balance');
    ({ done } = waiting.orders);
    await fill(kill === KILLS - 1 ? ORDERS : PORTION);
    const json = { 'content-type': 'application/json' };
    assert.equal((await owner('POST', `${PATH}/resume`, undefined, json)).status, 200);
  }
  // Whatever was paid back twice, or could not be, has failed.
  const over = await eventually(read, isOver);
  assert.deepEqual(over.orders, { total: ORDERS, done: ORDERS, failed: 0, toPayBack: 0 });
  assert.equal(over.state, 'done');

  const { orders } = await bank<{ orders: { paidMinor: number; refundedMinor: number }[] }>(
    'GET',
    '/books',
  );
  assert.equal(orders.length, ORDERS);
  for (const each of orders) assert.deepEqual([each.paidMinor, each.refundedMinor], [4000, 4000]);
  const statuses = await Promise.all(sold.map(statusOf));
  assert.deepEqual([...new Set(statuses)], ['refunded']);
});

const isOver = ({ state }: Cancellation): boolean => state.startsWith('done');

const lacks = ({ state, balance }: Cancellation): number =>
  state === 'waiting_for_balance' ? (balance[0]?.missing ?? 0) : 0;
