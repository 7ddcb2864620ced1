import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import { newOrderId, orderAddress, orderChangesChannel } from '@onsale/ledger';
import { ClientAddresses, createLogger, createRegistry } from '@onsale/service';
import { editOrder, eventually, ORDER_STATE } from '@onsale/testing';
import { OrderFollowers } from '../../src/orders/order-followers.ts';
import { EventReader, openGateway, order, type TestGateway } from '../open-gateway.ts';

let gateway: TestGateway;
let url: string;
before(async () => {
  gateway = await openGateway();
  url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
});
after(() => gateway.close());

async function placeOrder(): Promise<string> {
  const placed = await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
  assert.equal(placed.statusCode, 201, placed.body);
  return placed.json<CreateOrderResponse>().orderId;
}

async function follow(orderId: string, signal?: AbortSignal): Promise<EventReader> {
  const path = `${url}/v1/orders/${orderId}/stream`;
  const response = await fetch(path, signal === undefined ? {} : { signal });
  assert.equal(response.status, 200);
  assert.match(String(response.headers.get('content-type')), /^text\/event-stream/);
  assert.equal(response.headers.get('x-accel-buffering'), 'no');
  assert.ok(response.headers.has('x-request-id'));
  assert.ok(response.body !== null);
  return new EventReader(response.body);
}

async function countFollowers(): Promise<number> {
  const { body } = await gateway.app.inject('/metrics');
  return Number(/^onsale_order_followers\{[^}]*\} (\d+)$/m.exec(body)?.[1]);
}

describe('the stream of an order', () => {
  it('shows pending, then confirmed, then ends', async () => {
    const orderId = await placeOrder();
    const events = await follow(orderId);
    const pending = await events.next();
    assert.equal(pending?.event, 'order');
    assert.equal(pending.data['status'], 'pending');
    assert.equal(pending.data['orderId'], orderId);
    await gateway.settleAll();
    assert.equal((await events.next())?.data['status'], 'confirmed');
    assert.equal(await events.next(), undefined);
    await eventually(countFollowers, (count) => count === 0);
  });

  it('continues through states that are not outcomes, including unknown ones', async () => {
    const orderId = await placeOrder();
    const become = async (text: string) => {
      await editOrder(gateway.redis, orderId, { place: ORDER_STATE, text });
      await gateway.redis.command('SPUBLISH', orderChangesChannel(0), orderId);
    };
    const events = await follow(orderId);
    assert.equal((await events.next())?.data['status'], 'pending');
    await become('h1780833652281');
    assert.equal((await events.next())?.data['status'], 'held');
    await become('z1780833652281');
    assert.equal((await events.next())?.data['status'], 'unknown');
    const shown = await gateway.app.inject(`/v1/orders/${orderId}`);
    assert.deepEqual([shown.statusCode, shown.json<Order>().status], [200, 'unknown']);
    assert.ok(!('settledAt' in shown.json<Order>()));
    const metrics = (await gateway.app.inject('/metrics')).body;
    assert.match(metrics, /^onsale_orders_unknown_total\{[^}]*\} 2$/m);
    await become('x1780833652281');
    assert.equal((await events.next())?.data['status'], 'expired');
    assert.equal(await events.next(), undefined);
  });

  it('shows every future status with its own sentence', async () => {
    const orderId = await placeOrder();
    const messages = new Set<string>();
    for (const [letter, status] of [
      ['h', 'held'],
      ['x', 'expired'],
      ['k', 'cancelled'],
      ['r', 'refunded'],
    ] as const) {
      await editOrder(gateway.redis, orderId, { place: ORDER_STATE, text: `${letter}1` });
      const shown = (await gateway.app.inject(`/orders/${orderId}`)).json<Order>();
      assert.equal(shown.status, status);
      messages.add(shown.message);
    }
    assert.equal(messages.size, 4);
  });

  it('shows an already settled order once, then ends', async () => {
    const orderId = await placeOrder();
    await gateway.settleAll();
    const events = await follow(orderId);
    assert.equal((await events.next())?.data['status'], 'confirmed');
    assert.equal(await events.next(), undefined);
  });

  it('reaches all followers of an order, even after one has left', async () => {
    const orderId = await placeOrder();
    const leaving = new AbortController();
    const left = await follow(orderId, leaving.signal);
    const stays = await Promise.all([follow(orderId), follow(orderId)]);
    for (const events of [left, ...stays]) {
      assert.equal((await events.next())?.data['status'], 'pending');
    }
    leaving.abort();
    await gateway.settleAll();
    for (const events of stays) {
      assert.equal((await events.next())?.data['status'], 'confirmed');
      assert.equal(await events.next(), undefined);
    }
    await eventually(countFollowers, (count) => count === 0);
  });

  it('misses no change, however closely it follows', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, placeOrder));
    const streams = Promise.all(ids.map((id) => follow(id)));
    await gateway.settleAll();
    for (const events of await streams) {
      let last: unknown;
      for (let event = await events.next(); event !== undefined; event = await events.next()) {
        last = event.data['status'];
      }
      assert.equal(last, 'confirmed');
    }
  });

  it('tells each of 200 followers that the order was settled', async () => {
    const ids = await Promise.all(Array.from({ length: 200 }, placeOrder));
    const streams = await Promise.all(ids.map((id) => follow(id)));
    for (const events of streams) assert.equal((await events.next())?.data['status'], 'pending');
    await gateway.settleAll();
    for (const [i, events] of streams.entries()) {
      const settled = await events.next();
      assert.equal(settled?.data['status'], 'confirmed');
      assert.equal(settled.data['orderId'], ids[i]);
      assert.equal(await events.next(), undefined);
    }
    await eventually(countFollowers, (count) => count === 0);
  });

  it('reads a changed order again when the first read failed', async () => {
    const orderId = await placeOrder();
    let reads = 0;
    const follower = {
      orderId,
      client: '127.0.0.1',
      turn: 0,
      changed: async () => {
        reads += 1;
        if (reads === 1) throw new Error('Redis did not answer in time');
      },
      stillHere: () => undefined,
      end: () => undefined,
    };
    await gateway.followers.add(follower);
    await gateway.settleAll();
    await eventually(
      async () => reads,
      (count) => count === 2,
    );
    gateway.followers.remove(follower);
  });

  it('sends each follower a keep-alive every 15 seconds', async (t) => {
    const subscriber = await gateway.connection.another('test-sub');
    t.mock.timers.enable({ apis: ['setInterval'] });
    const logger = createLogger({ service: 'gateway', instance: 'test', level: 'silent' });
    const followers = new OrderFollowers(gateway.ledger, subscriber, {
      ...{ logger, registry: createRegistry('gateway'), clients: new ClientAddresses() },
      line: { hasBacklog: false },
    });
    const told = [0, 0, 0];
    for (const i of told.keys()) {
      await followers.add({
        orderId: await placeOrder(),
        client: '127.0.0.1',
        turn: 0,
        changed: async () => undefined,
        stillHere: () => void (told[i] = (told[i] ?? 0) + 1),
        end: () => undefined,
      });
    }
    t.mock.timers.tick(15_000);
    assert.deepEqual(told, [1, 1, 1]);
    t.mock.timers.tick(30_000);
    assert.deepEqual(told, [3, 3, 3]);
    await followers.close();
    await subscriber.close();
  });

  it('ends when the order is deleted', async () => {
    const orderId = await placeOrder();
    const events = await follow(orderId);
    await events.next();
    await gateway.redis.command('HDEL', ...orderAddress(0, orderId));
    await gateway.redis.command('SPUBLISH', orderChangesChannel(0), orderId);
    assert.equal(await events.next(), undefined);
  });

  it('allows five followers of an order, and another once one leaves', async () => {
    const orderId = await placeOrder();
    const leaving = new AbortController();
    const streams = [await follow(orderId, leaving.signal)];
    for (let i = 0; i < 4; i += 1) streams.push(await follow(orderId));
    const refused = await fetch(`${url}/v1/orders/${orderId}/stream`);
    assert.equal(refused.status, 503);
    assert.match(
      await refused.text(),
      /"this order is followed too many times already.*OVERLOADED/,
    );
    assert.equal((await fetch(`${url}/v1/orders/${orderId}`)).status, 200);
    leaving.abort();
    await eventually(countFollowers, (count) => count === 4);
    await follow(orderId);
    await gateway.settleAll();
    await eventually(countFollowers, (count) => count === 0);
  });

  it('still accepts others when one address follows a thousand orders', async () => {
    const subscriber = await gateway.connection.another('test-sub');
    const logger = createLogger({ service: 'gateway', instance: 'test', level: 'silent' });
    const clients = new ClientAddresses('10.0.0.0/8');
    const line = { hasBacklog: false };
    const options = { logger, registry: createRegistry('gateway'), clients, line };
    const followers = new OrderFollowers(gateway.ledger, subscriber, options);
    const add = async (client: string) => {
      const rest = { turn: 0, changed: async () => undefined, stillHere() {}, end() {} };
      const follower = { orderId: newOrderId(0, Date.now()), client, ...rest };
      await followers.add(follower);
      return follower;
    };
    const first = await add('2001:db8:1:2::1');
    for (let i = 1; i < 1000; i += 1) await add(`2001:db8:1:2::${i.toString(16)}`);
    await assert.rejects(add('2001:db8:1:2::ffff'), { code: 'OVERLOADED' });
    await add('2001:db8:1:3::1');
    followers.remove(first);
    await add('2001:db8:1:2::1');
    // Our own network is not a single buyer.
    for (let i = 0; i < 1001; i += 1) await add('10.1.2.3');
    await followers.close();
    await subscriber.close();
  });

  it('responds to HEAD at once, without following', async () => {
    const orderId = await placeOrder();
    const answer = await fetch(`${url}/v1/orders/${orderId}/stream`, { method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.match(String(answer.headers.get('content-type')), /^text\/event-stream/);
    assert.equal(await countFollowers(), 0);
    const none = await fetch(`${url}/v1/orders/${'0'.repeat(28)}/stream`, { method: 'HEAD' });
    assert.equal(none.status, 404);
    await gateway.settleAll();
  });

  it('is a plain 404 when the order does not exist', async () => {
    for (const id of ['nonsense', '0'.repeat(28)]) {
      const response = await fetch(`${url}/orders/${id}/stream`);
      assert.equal(response.status, 404);
      const body = (await response.json()) as { code: string };
      assert.equal(body.code, 'ORDER_NOT_FOUND');
    }
    assert.equal(await countFollowers(), 0);
  });

  it('ends when the client disconnects, and leaves no subscription', async () => {
    const leaving = new AbortController();
    const events = await follow(await placeOrder(), leaving.signal);
    await events.next();
    assert.equal(await countFollowers(), 1);
    leaving.abort();
    await eventually(countFollowers, (count) => count === 0);
    await gateway.settleAll();
  });

  it('ends when the gateway closes', async () => {
    const events = await follow(await placeOrder());
    await events.next();
    await gateway.followers.close();
    assert.equal(await events.next(), undefined);
  });
});
