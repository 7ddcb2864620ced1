import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { shardOf } from '@onsale/ledger';
import { openGateway, order, type TestGateway } from '../open-gateway.ts';

const SHARDS = 16;

describe('with several shards an idempotency key', () => {
  let gateway: TestGateway;
  before(async () => {
    assert.notEqual(shardOf('fair', SHARDS), shardOf('club', SHARDS));
    gateway = await openGateway({ SHARDS: String(SHARDS) });
  });
  after(() => gateway.close());

  const place = async (key: string, ticketId: string, qty = 1) => {
    const payload = order([{ ticketId, qty }]);
    const headers = { 'idempotency-key': key };
    return await gateway.app.inject({ method: 'POST', url: '/orders', payload, headers });
  };

  it('returns the first order, and is refused for an event of another shard', async () => {
    const first = await place('used', 'fair-adult');
    assert.equal(first.statusCode, 201, first.body);
    const again = await place('used', 'fair-adult');
    assert.equal(
      again.json<{ orderId: string }>().orderId,
      first.json<{ orderId: string }>().orderId,
    );
    assert.equal((await place('used', 'club-adult')).statusCode, 422);
    assert.equal((await place('used', 'fair-adult')).statusCode, 201);
  });

  it('of a refused order can be used for another event', async () => {
    assert.equal((await place('refused', 'fair-vip', 3)).statusCode, 409);
    const elsewhere = await place('refused', 'club-adult');
    assert.equal(elsewhere.statusCode, 201, elsewhere.body);
    assert.equal((await place('refused', 'fair-adult')).statusCode, 422);
  });

  it('does not collide with the same key of another customer', async () => {
    const eve = { name: 'Eve', email: 'eve@example.com' };
    assert.equal((await place('same word', 'fair-adult')).statusCode, 201);
    const payload = { ...order([{ ticketId: 'club-adult', qty: 1 }]), customer: eve };
    const headers = { 'idempotency-key': 'same word' };
    const other = await gateway.app.inject({ method: 'POST', url: '/orders', payload, headers });
    assert.equal(other.statusCode, 201, other.body);
  });

  it('used concurrently for two events buys only one', async () => {
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(
        ['fair-adult', 'club-adult'].map((ticketId) => place(`race ${round}`, ticketId)),
      );
      assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [201, 422]);
    }
  });
});
