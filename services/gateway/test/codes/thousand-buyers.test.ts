import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateOrderResponse, ErrorBody } from '@onsale/contracts';
import { openLedger, readCode, readOrder, writeCodes } from '@onsale/ledger';
import { startSystem } from '@onsale/testing';
import type { Static } from 'typebox';

// Real processes, as they run in a shop: what decides is the step of the worker that takes the stock.

const BUYERS = 1000;
const USES = 10;
/** Buyers whose requests are under way at the same time. */
const AT_ONCE = 50;
const EVENT = { shard: 0, eventId: 'show' };

test('of a thousand buyers at two gateways, ten get what a code with ten uses gives', async () => {
  const system = await startSystem({ capacity: 5000 });
  try {
    const ledger = await openLedger(system.connection, system.shards);
    const environment = { TRUSTED_PROXIES: '127.0.0.1' };
    const gateways = [
      await system.startGateway(environment),
      await system.startGateway(environment),
    ];
    const worker = await system.startWorker();
    const rule = { unit: 'order', percent: 50, uses: USES, createdAtMs: 1 } as const;
    const written = await writeCodes(ledger, EVENT, [{ after: { code: 'TEN', ...rule } }]);
    assert.deepEqual(written, ['written']);

    const orderIds: string[] = [];
    const refusals: string[] = [];
    let next = 0;
    const buyers = async () => {
      while (next < BUYERS) {
        const buyer = next++;
        // In the middle of it, the worker is killed and another goes on.
        if (buyer === BUYERS / 4) {
          worker.signal('SIGKILL');
          await worker.exited;
          await system.startWorker();
        }
        const { address = '' } = gateways[buyer % gateways.length] ?? {};
        const { orderId, code } = await order(address, buyer);
        if (orderId === undefined) refusals.push(code ?? '');
        else orderIds.push(orderId);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, buyers));

    const audit = await system.auditWhenSettled();
    assert.deepEqual(audit.problems, []);
    const orders = await Promise.all(orderIds.map((id) => readOrder(ledger, id)));
    const confirmed = orders.filter((each) => each?.status === 'confirmed');
    assert.equal(confirmed.length, USES);
    const others = orders.filter((each) => each?.status !== 'confirmed');
    for (const each of others) assert.deepEqual([each?.status, each?.reason], ['rejected', 'code']);
    assert.deepEqual([...new Set(refusals)], ['CODE_USED_UP']);
    assert.equal(orders.length + refusals.length, BUYERS);
    assert.equal((await readCode(ledger, EVENT, 'TEN'))?.used, USES);
  } finally {
    await system.stop();
  }
});

async function order(
  address: string,
  buyer: number,
): Promise<Partial<CreateOrderResponse> & Partial<Static<typeof ErrorBody>>> {
  const response = await fetch(`${address}/v1/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `203.0.${buyer >> 8}.${buyer & 255}`,
    },
    body: JSON.stringify({
      customer: { name: 'Ada', email: `buyer-${buyer}@example.com` },
      items: [{ ticketId: 'seat', qty: 1 }],
      ...{ paymentMethod: 'invoice', code: 'TEN' },
    }),
  });
  return (await response.json()) as Awaited<ReturnType<typeof order>>;
}
