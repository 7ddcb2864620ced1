import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { orderStreamKey, WORKER_GROUP } from '@onsale/ledger';
import {
  buy,
  checkSale,
  eventually,
  type Sale,
  startCrowd,
  startSystem,
  type System,
} from '@onsale/testing';

const BUYERS = 40;

let system: System;
beforeEach(async () => {
  system = await startSystem({ capacity: 1_000_000 });
});
afterEach(() => system.stop());

describe('a worker that is killed', () => {
  it('leaves the batch in its hands to another, and every order is settled once', async () => {
    const gateway = await system.startGateway();
    const ids = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => await buySurely(gateway.address, `b${i}`)),
    );
    // It may read but not settle, so it is sure to die with unsettled entries.
    await system.redis.command('ACL', 'SETUSER', 'default', '-fcall');
    const victim = await system.startWorker({ INSTANCE: 'victim' });
    const owned = await eventually(countOwned, (count) => count > 0);
    victim.signal('SIGKILL');
    assert.equal(await victim.exited, 'SIGKILL');
    await system.redis.command('ACL', 'SETUSER', 'default', '+fcall');

    const heir = await system.startWorker();
    const report = await system.auditWhenSettled();
    assert.deepEqual(report.problems, []);
    const { total, confirmed } = report.orders;
    assert.deepEqual({ total, confirmed }, { total: 200, confirmed: 200 });
    assert.equal(new Set(ids).size, 200);
    assert.equal(report.deadLetters, 0);
    const metrics = await (await fetch(`${heir.address}/metrics`)).text();
    const claimed = /onsale_entries_claimed_total\{[^}]*\} (\d+)/.exec(metrics)?.[1];
    assert.ok(Number(claimed) >= owned, `${claimed} were claimed, ${owned} were owned`);
  });

  it('loses no order in a sale that goes on', async () => {
    const gateway = await system.startGateway();
    await system.startWorker();
    const crowd = openSale(() => [gateway.address]);
    for (let i = 0; i < 3; i++) {
      const victim = await system.startWorker({ WORKER_BATCH: '1000' });
      await victimHasWork(victim.address);
      victim.signal('SIGKILL');
      await victim.exited;
    }
    await checkOrders(await crowd.stop());
  });
});

describe('a gateway that is killed while it places orders', () => {
  it('loses no order that it answered 201, and a repetition elsewhere doubles none', async () => {
    const survivor = await system.startGateway();
    await system.startWorker();
    const addresses = [survivor.address];
    const crowd = openSale(() => addresses);
    for (let i = 0; i < 2; i++) {
      const victim = await system.startGateway();
      addresses.unshift(victim.address);
      await eventually(
        () => countPlaced(victim.address),
        (count) => count > 20,
      );
      victim.signal('SIGKILL');
      await victim.exited;
      addresses.shift();
    }
    await checkOrders(await crowd.stop());
  });
});

describe('Redis that is killed in a sale', () => {
  it('has every order that was answered 201 when it is back', async () => {
    const gateway = await system.startGateway();
    await system.startWorker();
    const crowd = openSale(() => [gateway.address]);
    for (let i = 0; i < 2; i++) {
      const before = await countPlaced(gateway.address);
      await eventually(
        () => countPlaced(gateway.address),
        (count) => count > before + 20,
      );
      await system.redis.kill('SIGKILL');
      await system.redis.restart();
    }
    await checkOrders(await crowd.stop());
  });
});

describe('a gateway that is told to end', () => {
  it('loses no request under load, and says first that it is not ready', async () => {
    const [leaving, staying] = await Promise.all([
      system.startGateway({ DRAIN_MS: '1000' }),
      system.startGateway(),
    ]);
    await system.startWorker();
    // As a load balancer does: nothing new for who is not ready.
    let open = [leaving.address, staying.address];
    const crowd = openSale(() => open);
    await eventually(
      () => countPlaced(leaving.address),
      (count) => count > 20,
    );
    leaving.signal('SIGTERM');
    await eventually(
      async () => (await fetch(`${leaving.address}/readyz`)).status,
      (status) => status === 503,
    );
    open = [staying.address];
    assert.equal(await leaving.exited, 0);
    await checkOrders(await crowd.stop());
    assert.equal(crowd.sale.repeated, 0);
    assert.ok(leaving.log.some((line) => line.msg === 'stopped'));
  });
});

// A busy machine answers some of many too late, which is a 503: with the same key it is one order.
async function buySurely(address: string, key: string): Promise<string | undefined> {
  const { orderId } = await eventually(
    async () => await buy(address, key),
    (answer) => answer.status !== 503,
  );
  return orderId;
}

function openSale(addresses: () => readonly string[]) {
  return startCrowd({ addresses, buyers: BUYERS });
}

// Every key has one order, every order one final state, and nothing is there besides.
async function checkOrders(sale: Sale): Promise<void> {
  const { orders, confirmed, ...wrong } = await checkSale(system, sale);
  assert.deepEqual(wrong, { lost: 0, doubled: 0, oversold: 0, rejected: 0, problems: [] });
  assert.ok(orders > 0);
  assert.equal(confirmed, orders);
}

async function countOwned(): Promise<number> {
  const [count] = (await system.redis.command('XPENDING', orderStreamKey(0), WORKER_GROUP)) as [
    number,
  ];
  return count;
}

async function countPlaced(address: string): Promise<number> {
  return await readMetric(address, /^http_request_duration_seconds_count\{.*POST.*201.*\} (\d+)/m);
}

async function victimHasWork(address: string): Promise<void> {
  await eventually(
    () => readMetric(address, /^onsale_orders_settled_total\{.*\} (\d+)/m),
    (count) => count > 20,
  );
}

async function readMetric(address: string, pattern: RegExp): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  return Number(pattern.exec(metrics)?.[1] ?? 0);
}
