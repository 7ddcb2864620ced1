import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  audit,
  bucketIndexKey,
  DAY_MS,
  deadLetterKey,
  ensureWorkerGroup,
  newOrderId,
  orderAddress,
  orderHandle,
  orderStreamKey,
  readEntries,
  readOrder,
  WORKER_GROUP,
} from '@onsale/ledger';
import { readFleet } from '@onsale/service';
import {
  connectionOf,
  editOrder,
  eventually,
  installOn,
  ORDER_ITEMS,
  ORDER_STATE,
  type ServiceProcess,
  startService,
} from '@onsale/testing';
import { openWorkerBench, type WorkerBench } from './open-worker.ts';

const STREAM = orderStreamKey(0);

let bench: WorkerBench;
beforeEach(async () => {
  bench = await openWorkerBench();
});
afterEach(() => bench.stop());

async function statusesOf(ids: readonly string[]): Promise<(string | undefined)[]> {
  const orders = await Promise.all(ids.map((id) => readOrder(bench.ledger, id)));
  return orders.map((order) => order?.reason ?? order?.status);
}

async function consumers(): Promise<string[]> {
  const rows = (await bench.redis.command(
    'XINFO',
    'CONSUMERS',
    STREAM,
    WORKER_GROUP,
  )) as string[][];
  return rows.map((row) => row[row.indexOf('name') + 1] ?? '');
}

/** What a worker that is ready has to say on `/readyz`. */
async function warningsOf(worker: ServiceProcess): Promise<string[]> {
  const answer = await fetch(`${await worker.url()}/readyz`);
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { warnings?: string[] }).warnings ?? [];
}

async function deadLetters(): Promise<Record<string, string>[]> {
  const rows = (await bench.redis.command('XRANGE', deadLetterKey(0), '-', '+')) as [
    string,
    string[],
  ][];
  return rows.map(([, fields]) => {
    const pairs = fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1]]] : []));
    return Object.fromEntries(pairs) as Record<string, string>;
  });
}

async function checkBooks(): Promise<void> {
  const report = await audit(bench.ledger);
  assert.deepEqual(report.problems, []);
  assert.equal(report.exact, true);
  assert.equal(report.orders.pending, 0);
}

// Exactly one line for each of these orders.
function assertLogged(worker: ServiceProcess, ids: readonly string[], msg: string): void {
  const lines = worker.log.filter((line) => line.msg === msg);
  assert.deepEqual(lines.map((line) => line['order']).toSorted(), ids.map(orderHandle).toSorted());
  for (const { level, service, durationMs } of lines) {
    assert.deepEqual([level, service, typeof durationMs], ['info', 'order-worker', 'number']);
    assert.ok(Number(durationMs) >= 0);
  }
}

describe('the order worker', () => {
  it('does not start with an invalid environment, and logs a line for each variable', async () => {
    const worker = startService('order-worker', {
      WORKER_BATCH: '0',
      WORKER_CLAIM_IDLE_MS: 'soon',
      WORKER_MAX_DELIVERIES: '-1',
    });
    assert.equal(await worker.exited, 1);
    assert.deepEqual(
      // Simultaneous lines may be reordered.
      worker.log.map(({ level, msg }) => [level, msg.split(' ')[0] ?? '']).sort(),
      [
        ['fatal', 'WORKER_BATCH'],
        ['fatal', 'WORKER_CLAIM_IDLE_MS'],
        ['fatal', 'WORKER_MAX_DELIVERIES'],
      ],
    );
  });

  it('does not start on data with a different number of shards', async () => {
    const worker = startService('order-worker', { REDIS_URL: bench.redis.url, SHARDS: '2' });
    assert.equal(await worker.exited, 1);
    assert.ok(worker.log.some((line) => line.level === 'fatal' && /SHARDS is 2/.test(line.msg)));
  });

  it('settles orders placed before and after it started', async () => {
    const waited = await bench.place(150);
    const worker = await bench.startWorker({ LOG_ORDERS: 'all' });
    const boxes = await bench.place(5, 'box');
    const later = await bench.place(10);
    await bench.drained();
    const seats = await statusesOf([...waited, ...later]);
    assert.deepEqual(new Set(seats), new Set(['confirmed']));
    assert.deepEqual(await statusesOf(boxes), [
      ...['confirmed', 'confirmed'],
      ...['sold_out', 'sold_out', 'sold_out'],
    ]);
    await checkBooks();

    const metrics = await (await fetch(`${await worker.url()}/metrics`)).text();
    assert.match(metrics, /onsale_orders_settled_total\{[^}]*outcome="confirmed"[^}]*\} 162/);
    assert.match(metrics, /onsale_orders_settled_total\{[^}]*outcome="rejected"[^}]*\} 3/);
    assert.match(metrics, /onsale_order_wait_seconds_count\{[^}]*\} 165/);
    assert.match(metrics, /onsale_redis_connected\{[^}]*\} 1/);
    assert.ok(!metrics.includes('ada@example.com'));
    assert.ok(!JSON.stringify(worker.log).includes('ada@example.com'));
    assertLogged(worker, [...waited, ...later, ...boxes.slice(0, 2)], 'order confirmed');
    assertLogged(worker, boxes.slice(2), 'order rejected');
  });

  it('moves unreadable orders to the dead letters and goes on', async () => {
    const [malformed = '', noStock = ''] = await bench.place(2);
    await editOrder(bench.redis, malformed, { place: ORDER_ITEMS, text: 'rubbish' });
    await editOrder(bench.redis, noStock, { place: ORDER_ITEMS, text: 'moon:1:1000:adult' });
    const garbage = [
      ['hello', 'world'],
      ['v', '1', 'order', ''],
      ['v', '1', 'order', 'nonsense'],
      ['v', '1', 'order', '../../etc/passwd\r\n\u0000'],
      ['v', '-1', 'order', '0'.repeat(28)],
      ['v', 'one', 'order', 'x'.repeat(100_000)],
      ['order', 'a', 'order', 'b'],
    ];
    for (const fields of garbage) await bench.redis.command('XADD', STREAM, '*', ...fields);
    // A key of the wrong type where the order should be.
    await bench.redis.command('SET', orderAddress(0, 'text')[0], 'not a hash');
    await bench.redis.command('XADD', STREAM, '*', 'v', '1', 'order', 'text');
    const good = await bench.place(20);

    const worker = await bench.startWorker();
    await bench.drained();
    assert.deepEqual(new Set(await statusesOf(good)), new Set(['confirmed']));
    const letters = await deadLetters();
    assert.equal(letters.length, garbage.length + 3);
    for (const letter of letters) assert.ok((letter['error'] ?? '').length > 0);
    assert.deepEqual(
      letters.filter((letter) => letter['order'] === '').map((letter) => letter['fields']),
      [JSON.stringify(garbage[0]), JSON.stringify(garbage[1])],
    );
    assert.deepEqual(
      [malformed, noStock].map((id) => letters.filter((letter) => letter['order'] === id).length),
      [1, 1],
    );
    const [state] = JSON.parse(
      String(await bench.redis.command('HGET', ...orderAddress(0, malformed))),
    ) as [string];
    assert.match(state, /^f\d{13}$/);
    assert.deepEqual(await statusesOf([noStock]), ['failed']);
    await bench.redis.command('DEL', orderAddress(0, 'text')[0]);
    await checkBooks();
    assert.equal((await fetch(`${await worker.url()}/readyz`)).status, 200);
  });

  it('permanently leaves entries of newer versions to newer workers, and settles the rest', async () => {
    const [entry = '', state = ''] = await bench.place(2);
    await bench.redis.command('XTRIM', STREAM, 'MAXLEN', '0');
    const add = (...fields: string[]) => bench.redis.command('XADD', STREAM, '*', ...fields);
    await add('v', '3', 'order', entry, 'seat', '12A');
    await add('v', '1', 'order', state);
    await editOrder(bench.redis, state, { place: ORDER_STATE, text: 'z1780833652281' });
    const good = await bench.place(3);
    const worker = await bench.startWorker();
    await worker.logged((line) => line.msg.includes('to a newer worker'));
    await eventually(
      () => statusesOf(good),
      (statuses) => statuses.every((status) => status === 'confirmed'),
    );

    // After many checks for idle entries they are where they were and were not delivered again.
    const deliveries = async () => {
      const rows = await bench.redis.command('XPENDING', STREAM, WORKER_GROUP, '-', '+', '10');
      return (rows as [string, string, number, number][]).map((row) => row[3]);
    };
    const checks = async () => {
      const stats = String(await bench.redis.command('INFO', 'commandstats'));
      return Number(/cmdstat_xpending:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    };
    const before = await checks();
    await eventually(checks, (count) => count > before + 20);
    assert.deepEqual(await deliveries(), [1, 1]);
    assert.deepEqual(await statusesOf([entry, state]), ['pending', 'unknown']);
    assert.equal((await deadLetters()).length, 0);
    const warnings = worker.log.filter((line) => line.msg.includes('to a newer worker'));
    assert.equal(warnings.length, 1);
    const metrics = await (await fetch(`${await worker.url()}/metrics`)).text();
    assert.match(metrics, /onsale_entries_left_total\{[^}]*reason="version"[^}]*\} 1/);
    assert.match(metrics, /onsale_entries_left_total\{[^}]*reason="state"[^}]*\} 1/);
  });

  it('settles the entries of a consumer removed by hand', async () => {
    await ensureWorkerGroup(bench.connection, 0);
    const ids = await bench.place(3);
    const read = { consumer: 'dead-1', count: 2, blockMs: 1 };
    assert.equal((await readEntries(bench.connection, 0, read)).length, 2);
    await bench.redis.command('XGROUP', 'DELCONSUMER', STREAM, WORKER_GROUP, 'dead-1');
    assert.equal((await audit(bench.ledger)).problems.length, 2);

    const worker = await bench.startWorker();
    await bench.drained();
    assert.deepEqual(new Set(await statusesOf(ids)), new Set(['confirmed']));
    await worker.logged((line) => line.msg === 'claimed stranded entries');
    await checkBooks();
  });

  it('recreates a consumer group removed by hand', async () => {
    const worker = await bench.startWorker();
    await bench.redis.command('XGROUP', 'DESTROY', STREAM, WORKER_GROUP);
    const afterGroup = await bench.place(5);
    await bench.drained();
    await worker.logged((line) => line.msg.includes('consumer group is gone'));
    await bench.redis.command('DEL', STREAM);
    const afterStream = await bench.place(5);
    await bench.drained();
    const statuses = await statusesOf([...afterGroup, ...afterStream]);
    assert.deepEqual(new Set(statuses), new Set(['confirmed']));
    await checkBooks();
  });

  it('waits for data on an empty Redis and writes nothing', async () => {
    await bench.redis.command('FLUSHALL');
    const worker = startService('order-worker', { REDIS_URL: bench.redis.url });
    const line = await worker.logged(({ level }) => level === 'fatal');
    assert.match(line.msg, /holds no Onsale data/);
    assert.equal((await fetch(`${await worker.url()}/readyz`)).status, 503);
    assert.equal(await bench.redis.command('DBSIZE'), 0);
    await installOn(connectionOf(bench.redis));
    await worker.ready();
    await worker.stop();
  });

  it('keeps its entries while the functions are missing, and settles them when they are back', async () => {
    const worker = await bench.startWorker();
    await worker.ready();
    worker.signal('SIGSTOP');
    const ids = await bench.place(3);
    await bench.redis.command('FUNCTION', 'FLUSH');
    worker.signal('SIGCONT');
    await eventually(
      async () => (await bench.redis.command('XPENDING', STREAM, WORKER_GROUP)) as [number],
      ([count]) => count === 3,
    );
    await worker.logged(({ msg }) => msg.includes('does not have the functions of this version'));
    assert.match((await warningsOf(worker)).join(), /functions of this version/);
    await installOn(connectionOf(bench.redis));
    await bench.drained();
    assert.deepEqual(await statusesOf(ids), ['confirmed', 'confirmed', 'confirmed']);
    assert.deepEqual(await deadLetters(), []);
  });

  it('writes nothing into an emptied Redis, even while holding entries', async () => {
    const worker = await bench.startWorker();
    worker.signal('SIGSTOP');
    const ids = await bench.place(3);
    await bench.redis.command('ACL', 'SETUSER', 'default', '-fcall');
    worker.signal('SIGCONT');
    await eventually(
      async () => (await bench.redis.command('XPENDING', STREAM, WORKER_GROUP)) as [number],
      ([count]) => count === 3,
    );
    await bench.redis.command('SWAPDB', '0', '1');
    await bench.redis.command('ACL', 'SETUSER', 'default', '+fcall');
    await worker.logged(({ msg }) => msg === 'leaving entries to other workers');
    assert.deepEqual(await bench.redis.command('KEYS', '{s*'), []);
    await bench.redis.command('SWAPDB', '0', '1');
    await bench.drained();
    assert.deepEqual(await statusesOf(ids), ['confirmed', 'confirmed', 'confirmed']);
    assert.deepEqual(await deadLetters(), []);
  });

  it('leaves other data than it was started on alone', async () => {
    const worker = await bench.startWorker({ INSTANCE: 'old' });
    await worker.ready();
    await bench.redis.command('FLUSHALL');
    await worker.logged(({ msg }) => msg.startsWith('Redis does not hold the data of this shop'));
    assert.match((await warningsOf(worker)).join(), /does not hold the data/);
    await installOn(connectionOf(bench.redis));
    await bench.putOnSale();
    await ensureWorkerGroup(bench.connection, 0);
    const [orderId = ''] = await bench.place(1);
    await bench.startWorker({ INSTANCE: 'new' });
    await bench.drained();
    assert.deepEqual(await statusesOf([orderId]), ['confirmed']);
    assert.deepEqual(await consumers(), ['new']);
    assert.match((await warningsOf(worker)).join(), /does not hold the data/);
  });

  it('claims what a dead worker has read', async () => {
    await ensureWorkerGroup(bench.connection, 0);
    const ids = await bench.place(300);
    // More than one claim takes, so the cursor must be followed.
    const read = { consumer: 'the-dead', count: 300, blockMs: 1 };
    assert.equal((await readEntries(bench.connection, 0, read)).length, 300);
    const worker = await bench.startWorker();
    await bench.drained();
    assert.deepEqual(new Set(await statusesOf(ids)), new Set(['confirmed']));
    await worker.logged((line) => line.msg === 'claimed entries');
    assert.equal((await deadLetters()).length, 0);
    await checkBooks();
  });

  it('continues after a restart of Redis, settling nothing twice', async () => {
    const worker = await bench.startWorker();
    const before = await bench.place(50);
    await bench.redis.kill('SIGKILL');
    await eventually(
      async () => (await fetch(`${await worker.url()}/livez`)).status,
      (status) => status === 200,
    );
    await bench.redis.restart();
    await eventually(
      async () => bench.connection.isReady(),
      (ready) => ready,
    );
    const later = await bench.place(50);
    await bench.drained();
    assert.deepEqual(new Set(await statusesOf([...before, ...later])), new Set(['confirmed']));
    await checkBooks();
  });

  it('finishes its batch on SIGTERM, and removes itself from the group and the fleet', async () => {
    const worker = await bench.startWorker({ INSTANCE: 'leaver', WORKER_BATCH: '50' });
    await bench.startWorker({ INSTANCE: 'stayer' });
    const inFleet = async () =>
      (await readFleet(bench.connection)).map(({ service, instance }) => `${service} ${instance}`);
    await eventually(inFleet, (names) => names.length === 2);
    const ids = await bench.place(200);
    await eventually(consumers, (names) => names.includes('leaver'));
    ids.push(...(await bench.place(1800)));
    worker.signal('SIGTERM');
    assert.equal(await worker.exited, 0);
    assert.ok(!(await consumers()).includes('leaver'));
    assert.deepEqual(await inFleet(), ['order-worker stayer']);
    assert.ok(worker.log.some((line) => line.msg === 'stopped'));
    await bench.drained();
    const statuses = await statusesOf(ids);
    assert.equal(statuses.filter((status) => status === 'confirmed').length, 1000);
    assert.equal(statuses.filter((status) => status === 'sold_out').length, 1000);
    await checkBooks();
  });
});

describe('an order whose time is over', () => {
  it('leaves when it was refused, and stays when it has tickets', async () => {
    const atMs = Date.now() - 3 * DAY_MS;
    const items = 'seat:1:1000:adult",1000,"EUR","show","Ada","ada@example.com","invoice"]';
    const [refused, sold] = [newOrderId(0, atMs), newOrderId(0, atMs)];
    const [bucket] = orderAddress(0, refused);
    await bench.redis.command('HSET', bucket, refused, `["s${atMs}","${items}`);
    await bench.redis.command('HSET', bucket, sold, `["c${atMs}","${items}`);
    await bench.redis.command('ZADD', bucketIndexKey(0), '0', bucket);
    const worker = await bench.startWorker();
    await worker.logged((line) => line.msg.startsWith('refused orders were removed'));
    assert.deepEqual(await bench.redis.command('HKEYS', bucket), [sold]);
    const metrics = await (await fetch(`${await worker.url()}/metrics`)).text();
    assert.match(metrics, /onsale_orders_retired_total\{[^}]*\} 1$/m);
  });
});
