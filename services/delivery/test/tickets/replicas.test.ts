import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { OrderTickets } from '@onsale/contracts';
import { orderAddress } from '@onsale/ledger';
import {
  eventually,
  freePorts,
  putOnSale,
  sellTickets,
  startDelivery,
  startRedis,
} from '@onsale/testing';

const CATALOG = `
events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets:
      - { id: adult, name: Adult, type: adult, price: 20, capacity: 10 }
`;

const [port] = await freePorts(1);
const redis = await startRedis({
  args: ['--port', String(port), '--repl-diskless-sync-delay', '0'],
});
const delivery = await startDelivery({ WAIT_REPLICAS: '1' }, { redis });
await putOnSale(delivery.ledger, CATALOG);
const replica = await startRedis({
  ...{ shards: 0, args: ['--replicaof', `127.0.0.1 ${port}`, '--appendonly', 'no'] },
});
after(async () => {
  await delivery.stop();
  await Promise.all([replica.stop(), redis.stop()]);
});

test('with WAIT_REPLICAS, nobody is shown a ticket that a failover would take back', async () => {
  const orderId = await sellTickets(delivery.ledger, { eventId: 'show', wanted: 'adult:1' });
  const path = `${delivery.url}/orders/${orderId}/tickets`;
  const status = async () => (await fetch(path)).status;
  await eventually(status, (answered) => answered === 200);
  const rename = async (name: string) =>
    await fetch(`${path}/0/1/holder`, {
      method: 'PUT',
      body: JSON.stringify({ name }),
      headers: { 'content-type': 'application/json' },
    });
  assert.equal((await rename('Ada')).status, 200);
  assert.match(String(await replica.command('HGET', ...orderAddress(0, orderId))), /"Ada"/);

  process.kill(replica.pid, 'SIGSTOP');
  try {
    const refused = await rename('Bea');
    assert.equal(refused.status, 503);
    assert.equal(((await refused.json()) as { code: string }).code, 'REDIS_UNAVAILABLE');
    assert.equal(await status(), 503);
  } finally {
    process.kill(replica.pid, 'SIGCONT');
  }
  await eventually(status, (answered) => answered === 200);
  const again = (await (await rename('Bea')).json()) as OrderTickets;
  assert.deepEqual([again.tickets[0]?.holder, again.tickets[0]?.version], ['Bea', 3]);
});
