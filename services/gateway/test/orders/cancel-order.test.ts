import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import {
  claimDuePayments,
  finishOrders,
  type FinishStep,
  newOrderId,
  readDueHolds,
  readStock,
} from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { EventReader, openGateway, order, type TestGateway } from '../open-gateway.ts';
import { putEvent } from './put-event.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await openGateway();
  await putEvent(gateway, 'show', { fields: 'paymentMethods: [online, invoice],' });
});
after(() => gateway.close());

async function place(paymentMethod = 'online'): Promise<string> {
  const payload = { ...order([{ ticketId: 'show-adult', qty: 1 }]), paymentMethod };
  const placed = await gateway.app.inject({ method: 'POST', url: '/orders', payload });
  return placed.json<CreateOrderResponse>().orderId;
}

async function hold(): Promise<string> {
  const orderId = await place();
  await gateway.settleAll();
  return orderId;
}

const cancel = (orderId: string) =>
  gateway.app.inject({
    method: 'POST',
    url: `/v1/orders/${orderId}/cancel`,
    headers: { 'content-type': 'application/json' },
  });
const read = (orderId: string) => gateway.app.inject(`/orders/${orderId}`);

/** What a worker does, as soon as the order is due. */
async function release(orderId: string): Promise<void> {
  await eventually(
    () => readDueHolds(gateway.ledger, 0, { nowMs: Date.now(), count: 100 }),
    (due) => due.includes(orderId),
  );
  await finishOrders(gateway.ledger, 0, [{ orderId, step: 'expire' }]);
}

describe('cancelling', () => {
  it('gives a held order up, puts its tickets back on sale, and may be repeated', async () => {
    const orderId = await hold();
    const held = (await readStock(gateway.ledger, 0)).get('show-adult')?.held;
    const [answer] = await Promise.all([cancel(orderId), release(orderId)]);
    assert.equal(answer.statusCode, 200, answer.body);
    const { status, holdUntil, settledAt } = answer.json<Order>();
    assert.deepEqual([status, holdUntil], ['cancelled', undefined]);
    assert.ok(settledAt !== undefined);
    assert.equal((await readStock(gateway.ledger, 0)).get('show-adult')?.held, (held ?? 0) - 1);
    const again = await cancel(orderId);
    assert.equal(again.statusCode, 200);
    assert.deepEqual(again.json(), answer.json());
  });

  it('is accepted when no worker does it in time', async () => {
    const orderId = await hold();
    const answer = await cancel(orderId);
    assert.equal(answer.statusCode, 202, answer.body);
    const { status, holdUntil = '' } = answer.json<Order>();
    assert.equal(status, 'held');
    assert.ok(Date.parse(holdUntil) <= Date.now());
    await release(orderId);
    assert.equal((await cancel(orderId)).statusCode, 200);
  });

  it('is refused with a reason for any other order', async () => {
    const refused = async (orderId: string, status: number, code: string, says: RegExp) => {
      const before = (await read(orderId)).body;
      const answer = await cancel(orderId);
      assert.equal(answer.statusCode, status, answer.body);
      const body = answer.json<{ error: string; code: string }>();
      assert.equal(body.code, code);
      assert.match(body.error, says);
      assert.equal((await read(orderId)).body, before);
    };
    const pending = await place('invoice');
    await refused(pending, 409, 'ORDER_NOT_HELD', /still in line/);
    await gateway.settleAll();
    await refused(pending, 409, 'ORDER_NOT_HELD', /is confirmed/);
    const unknown = newOrderId(0, Date.now());
    assert.equal((await cancel(unknown)).statusCode, 404);
    assert.equal((await cancel('nothing')).json<{ code: string }>().code, 'ORDER_NOT_FOUND');
  });

  it('leaves an order whose payment is under way to payments', async () => {
    const orderId = await hold();
    const step = (...steps: FinishStep[]) => finishOrders(gateway.ledger, 0, steps);
    await step({ orderId, step: 'open-payment', giveUpMs: 60_000 });
    const cancelling = cancel(orderId);
    await eventually(
      () => claimDuePayments(gateway.ledger, 0, 10),
      (due) => due.includes(orderId),
    );
    await step({ orderId, step: 'return-payment' }, { orderId, step: 'expire' });
    const answer = await cancelling;
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.json<Order>().status, 'cancelled');
  });

  it('is for pages of this site only', async () => {
    const answer = await gateway.app.inject({
      method: 'POST',
      url: `/orders/${await hold()}/cancel`,
    });
    assert.equal(answer.statusCode, 415);
  });
});

describe('the stream of a held order', () => {
  it('goes on until its outcome, and tells when deadline and payment change', async (t) => {
    const address = await gateway.app.listen({ port: 0, host: '127.0.0.1' });
    const orderId = await place();
    const response = await fetch(`${address}/orders/${orderId}/stream`);
    assert.ok(response.headers.has('date'));
    assert.ok(response.body !== null);
    const events = new EventReader(response.body);
    t.after(() => response.body?.cancel().catch(() => undefined));
    const next = async () => (await events.next())?.data;
    const finish = (...steps: Parameters<typeof finishOrders>[2]) =>
      finishOrders(gateway.ledger, 0, steps);

    assert.equal((await next())?.['status'], 'pending');
    await gateway.settleAll();
    const held = await next();
    assert.equal(held?.['status'], 'held');
    assert.equal(typeof held?.['holdUntil'], 'string');
    await finish({ orderId, step: 'open-payment', giveUpMs: 60_000 });
    const paying = await next();
    assert.deepEqual([paying?.['status'], paying?.['paying']], ['held', true]);
    await finish({ orderId, step: 'return-payment' });
    assert.equal((await next())?.['paying'], undefined);
    await finish({ orderId, step: 'confirm', cause: 'pay_1' });
    assert.equal((await next())?.['status'], 'confirmed');
    assert.equal(await events.next(), undefined);
  });
});
