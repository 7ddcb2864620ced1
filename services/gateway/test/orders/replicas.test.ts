import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { orderAddress } from '@onsale/ledger';
import { eventually, freePorts, startRedis, startRedisPair, type TestRedis } from '@onsale/testing';
import { openGateway, order, type TestGateway } from '../open-gateway.ts';

describe('with WAIT_REPLICAS an order', () => {
  let gateway: TestGateway;
  let replica: TestRedis;
  before(async () => {
    const [port] = (await freePorts(1)).map(String);
    const redisArgs = ['--port', port ?? '', '--repl-diskless-sync-delay', '0'];
    gateway = await openGateway({ WAIT_REPLICAS: '1' }, { redisArgs });
    replica = await startRedis({
      shards: 0,
      args: ['--replicaof', `127.0.0.1 ${port}`, '--appendonly', 'no'],
    });
    await eventually(
      async () => String(await gateway.redis.command('INFO', 'replication')),
      // WAIT counts only replicas that have acknowledged something.
      (info) => info.includes('state=online'),
    );
    // Right after its initial sync a replica may be slow for a moment.
    await eventually(
      async () => (await place('first of all')).statusCode,
      (status) => status === 201,
    );
  });
  after(async () => {
    await gateway.close();
    await replica.stop();
  });

  const place = async (key: string) =>
    await gateway.app.inject({
      method: 'POST',
      url: '/orders',
      payload: order(),
      headers: { 'idempotency-key': key },
    });

  it('is on the replica when it is answered 201', async () => {
    for (let i = 0; i < 20; i++) {
      const placed = await place(`replicated ${i}`);
      assert.equal(placed.statusCode, 201, placed.body);
      const { orderId } = placed.json<{ orderId: string }>();
      assert.equal(await replica.command('HEXISTS', ...orderAddress(0, orderId)), 1);
    }
  });

  it('gets 503 when the replica does not have it, and is found by its key later', async () => {
    const { waiting } = await gateway.written();
    process.kill(replica.pid, 'SIGSTOP');
    const unsure = await place('replica sleeps');
    assert.equal(unsure.statusCode, 503, unsure.body);
    assert.equal(unsure.json<{ code: string }>().code, 'REDIS_UNAVAILABLE');
    // It is stored nevertheless, and a retry also gets 503 until the replica has it.
    assert.equal((await gateway.written()).waiting, waiting + 1);
    assert.equal((await place('replica sleeps')).statusCode, 503);

    process.kill(replica.pid, 'SIGCONT');
    const found = await eventually(
      async () => await place('replica sleeps'),
      (answer) => answer.statusCode === 201,
    );
    assert.equal(found.headers['idempotent-replayed'], 'true');
    const { orderId } = found.json<{ orderId: string }>();
    assert.equal(await replica.command('HEXISTS', ...orderAddress(0, orderId)), 1);
    assert.equal((await gateway.written()).waiting, waiting + 1, 'it must be stored once');
  });

  it('does not block readers while waiting for the replica', async () => {
    const { orderId } = (await place('read meanwhile')).json<{ orderId: string }>();
    process.kill(replica.pid, 'SIGSTOP');
    const placed = place('waits');
    const clients = async () => String(await gateway.redis.command('INFO', 'clients'));
    const someoneWaits = (info: string) => info.includes('blocked_clients:1');
    // `inject` sends its request only once awaited.
    const [, read] = await Promise.all([
      placed,
      eventually(clients, someoneWaits).then(async () => {
        const answer = await gateway.app.inject({ url: `/orders/${orderId}` });
        assert.ok(someoneWaits(await clients()), 'the order timed out first');
        return answer;
      }),
    ]);
    process.kill(replica.pid, 'SIGCONT');
    assert.equal(read.statusCode, 200);
  });

  it('has its outcome told only once the replica has it', async () => {
    const { orderId } = (await place('outcome')).json<{ orderId: string }>();
    const read = async () => await gateway.app.inject({ url: `/orders/${orderId}` });
    process.kill(replica.pid, 'SIGSTOP');
    assert.equal((await read()).json<{ status: string }>().status, 'pending');
    await gateway.settleAll();
    const untold = await read();
    assert.equal(untold.statusCode, 503, untold.body);
    assert.equal(untold.headers['retry-after'], '1');
    assert.ok(!untold.body.includes('confirmed'));
    process.kill(replica.pid, 'SIGCONT');
    const told = await eventually(read, (answer) => answer.statusCode === 200);
    assert.equal(told.json<{ status: string }>().status, 'confirmed');
  });

  it('shares one WAIT with the others that are read with it', async () => {
    const orders = await Promise.all(Array.from({ length: 20 }, (_, i) => place(`shared ${i}`)));
    await gateway.settleAll();
    const waits = async () => {
      const stats = String(await gateway.redis.command('INFO', 'commandstats'));
      return Number(/cmdstat_wait:calls=(\d+)/.exec(stats)?.[1]);
    };
    const before = await waits();
    const reads = orders.map((placed) =>
      gateway.app.inject({ url: String(placed.headers.location) }),
    );
    const statuses = (await Promise.all(reads)).map((each) => each.json<{ status: string }>());
    assert.ok(statuses.every(({ status }) => status === 'confirmed'));
    // Two batches at the most are on their way at a time.
    const shared = (await waits()) - before;
    assert.ok(shared >= 1 && shared <= 4, `${shared} of 20`);
  });
});

describe('a failover', () => {
  it('undoes no outcome that was told, and none that is lost is told', async (t) => {
    const pair = await startRedisPair();
    t.after(() => pair.stop());
    const gateway = await openGateway({ WAIT_REPLICAS: '1' }, { redis: pair });
    t.after(() => gateway.close());
    const post = { method: 'POST', url: '/orders', payload: order() } as const;
    const place = async () => {
      const placed = await eventually(
        () => gateway.app.inject(post),
        (answer) => answer.statusCode === 201,
      );
      return placed.json<{ orderId: string }>().orderId;
    };
    const read = (orderId: string) => gateway.app.inject({ url: `/orders/${orderId}` });
    const statusOf = async (orderId: string) => {
      const answer = await eventually(
        () => read(orderId),
        ({ statusCode }) => statusCode === 200,
      );
      return answer.json<{ status: string }>().status;
    };
    const kept = await place();
    await gateway.settleAll();
    assert.equal(await statusOf(kept), 'confirmed');

    const lost = await place();
    pair.holdReplication(true);
    await gateway.settleAll();
    assert.equal((await read(lost)).statusCode, 503);
    await pair.failOver();
    assert.equal(await statusOf(kept), 'confirmed');
    assert.equal(await statusOf(lost), 'pending', 'its settling was lost with the master');
  });
});
