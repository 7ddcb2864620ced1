import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { orderAddress } from '@onsale/ledger';
import { eventually, freePorts, startRedis, type TestRedis } from '@onsale/testing';
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
});
