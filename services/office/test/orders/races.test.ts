import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import { openShow } from '../cancellation/show.ts';

const show = await openShow();
const { office } = show;
after(() => show.close());
const owner = await office.key([{ role: 'owner' }]);
const path = '/v1/events/show/sales';

/** Asks a process of the office; undefined when it did not live to answer. */
async function post(url: string, body: object, key: string) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${owner.secret}`,
        ...{ 'content-type': 'application/json', 'idempotency-key': key },
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
}
const asked = async (to: string, bodies: object[], key: string) =>
  await Promise.all(bodies.map(async (body) => await post(office.url + to, body, key)));
const statusesOf = (answers: Awaited<ReturnType<typeof asked>>) =>
  new Set(answers.map((answer) => answer?.status));

/** The amounts that were refunded of an order. */
const refundsOf = async (orderId: string) => {
  const ask = await office.as([{ role: 'owner' }]);
  const { body } = await ask('GET', `/v1/orders/${orderId}`);
  return body.payment.refunds.map(({ amount }: { amount: number }) => amount) as number[];
};
const soldAtDesk = async () => {
  const ask = await office.as([{ role: 'owner' }]);
  const { body } = await ask('GET', `/v1/events/show/desk`);
  return (
    500 - body.tickets.find(({ ticketId }: { ticketId: string }) => ticketId === 'adult').remaining
  );
};

/** Lets the next process take over what the last one has left, as it would after a minute. */
const aMinuteLater = async () =>
  await office.postgres.query(
    "update office.answers set at = at - interval '2 minutes' where status is null",
  );

test('twenty at once with the same key are one refund, and one sale', async () => {
  const { orderId } = await show.sellOnline();
  const to = `/v1/orders/${orderId}/refunds`;
  const key = randomUUID();
  const same = await asked(
    to,
    Array.from({ length: 20 }, () => ({ amount: 5 })),
    key,
  );
  assert.ok(statusesOf(same).isSubsetOf(new Set([200, 409])), JSON.stringify(same));
  assert.deepEqual(await refundsOf(orderId), [5]);
  const different = Array.from({ length: 20 }, (_, i) => ({ amount: i + 1 }));
  const mixed = await asked(to, different, randomUUID());
  assert.ok(statusesOf(mixed).isSubsetOf(new Set([200, 422])), JSON.stringify(mixed));
  assert.equal((await refundsOf(orderId)).length, 2);
  const all = await Promise.all(
    Array.from({ length: 8 }, async () => await asked(to, [{}], randomUUID())),
  );
  assert.ok(all.flat().some((answer) => answer?.status === 200));
  const refunds = await refundsOf(orderId);
  assert.equal(
    refunds.reduce((sum, each) => sum + each, 0),
    40,
  );

  const before = await soldAtDesk();
  const sale = {
    ...{ kind: 'box_office', paymentMethod: 'cash', items: [{ ticketId: 'adult', qty: 1 }] },
    customer: { name: 'Ada', email: 'ada@example.org' },
  };
  const sold = await asked(
    path,
    Array.from({ length: 20 }, () => sale),
    randomUUID(),
  );
  assert.ok(statusesOf(sold).isSubsetOf(new Set([201, 409])), JSON.stringify(sold));
  assert.equal((await soldAtDesk()) - before, 1);
});

test('a process that is killed in the middle has sold and refunded once, however often one asks again', async () => {
  const { orderId } = await show.sellOnline();
  const before = await soldAtDesk();
  const [refundKey, saleKey] = [randomUUID(), randomUUID()];
  const refund = { tickets: [{ ticketId: 'adult', number: 1 }], restock: true };
  const sale = {
    ...{ kind: 'complimentary', items: [{ ticketId: 'adult', qty: 1 }] },
    customer: { name: 'Ada', email: 'ada@example.org' },
  };
  for (const afterMs of [0, 40]) {
    const other = show.startOffice('0');
    const url = await other.ready();
    await other.logged(({ msg }) => msg === 'the office is open');
    const answers = [
      post(`${url}/v1/orders/${orderId}/refunds`, refund, refundKey),
      post(url + path, sale, saleKey),
    ];
    await delay(afterMs);
    other.signal('SIGKILL');
    await Promise.all([...answers, other.exited]);
    await aMinuteLater();
  }
  const again = await post(`${office.url}/v1/orders/${orderId}/refunds`, refund, refundKey);
  assert.equal(again?.status, 200, JSON.stringify(again));
  assert.deepEqual(await refundsOf(orderId), [20]);
  const sold = await post(office.url + path, sale, saleKey);
  assert.equal(sold?.status, 201, JSON.stringify(sold));
  // One of the order is back, and one is given away.
  assert.equal((await soldAtDesk()) - before, 0);
  const refunded = async () => {
    const { orders } = await show.bank<{ orders: { refundedMinor: number }[] }>('GET', '/books');
    return orders.map(({ refundedMinor }) => refundedMinor).toSorted((a, b) => a - b);
  };
  await eventually(refunded, (amounts) => amounts.join(' ') === '2000 4000');
});
