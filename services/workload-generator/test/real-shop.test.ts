import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Ticket } from '@onsale/contracts';
import { eventually, startRedis, startService } from '@onsale/testing';
import { fileURLToPath } from 'node:url';
import { startGenerator } from './start-generator.ts';

const CATALOG = fileURLToPath(new URL('../../../catalog.yaml', import.meta.url));

it('the real shop confirms what it accepted, once, and the generator saw it', async (t) => {
  const redis = await startRedis();
  const environment = { REDIS_URL: redis.url, CATALOG_FILE: CATALOG };
  const gateway = startService('gateway', environment);
  const worker = startService('order-worker', environment);
  let closeGenerator: (() => Promise<void>) | undefined;
  t.after(async () => {
    await closeGenerator?.();
    await Promise.all([gateway.stop(), worker.stop()]);
    await redis.stop();
  });
  const url = await gateway.ready();
  const generator = startGenerator(`${url}/v1`);
  closeGenerator = generator.close;

  const shares = { duplicates: 0.1, badRequests: 0.1, readers: 0.1 };
  const mix = [{ ticketId: 'lakeside-weekend-adult', qty: 2 }];
  await generator.call('POST', '/start', { rps: 100, durationS: 3, shares, mix });
  const { sent, success, orders, lastErrors } = await generator.finished();
  assert.equal(sent, 300);
  assert.equal(success, 300, JSON.stringify(lastErrors));
  assert.equal(orders.followed, orders.accepted);
  assert.equal(orders.confirmed, orders.accepted);
  assert.equal(orders.pending, 0);
  assert.equal(orders.lost, 0);
  assert.equal(orders.duplicated, 0);
  // The shop shows what is left up to a second late.
  await eventually(
    async () => await soldOf(url, 'lakeside-weekend-adult'),
    (sold) => sold === 2 * orders.confirmed,
  );

  // Without a mix the rehearsal is ordered from, which no list shows and which takes nothing else.
  const before = await ticketsOf(url);
  assert.ok(before.every(({ eventId }) => eventId !== 'rehearsal'));
  const started = await generator.call('POST', '/start', { rps: 100, durationS: 1 });
  assert.equal(started.body.sells, 'event');
  const rehearsed = await generator.finished();
  assert.equal(rehearsed.success, 100, JSON.stringify(rehearsed.lastErrors));
  assert.equal(rehearsed.orders.confirmed, 100);
  const sold = async () =>
    (await ticketsOf(url, '?event=rehearsal')).reduce(
      (sum, { capacity, remaining }) => sum + capacity - remaining,
      0,
    );
  await eventually(sold, (tickets) => tickets >= 100);
  assert.deepEqual(await ticketsOf(url), before);

  // The catalog's small rehearsal sells out, exactly.
  await generator.call('POST', '/start', { preset: 'sold-out', durationS: 5, rps: 200 });
  const soldOut = await generator.finished();
  const few = await eventually(
    async () => await ticketsOf(url, '?event=rehearsal-few'),
    ([ticket]) => (ticket?.remaining ?? 99) < 4,
  );
  assert.ok(soldOut.orders.accepted > 0 && soldOut.orders.soldOut > 0);
  assert.ok((few[0]?.remaining ?? -1) >= 0);
  assert.equal(soldOut.failure, 0, JSON.stringify(soldOut.failures));
});

async function soldOf(url: string, ticketId: string): Promise<number> {
  const ticket = (await ticketsOf(url)).find(({ id }) => id === ticketId);
  return ticket === undefined ? 0 : ticket.capacity - ticket.remaining;
}

async function ticketsOf(url: string, query = ''): Promise<Ticket[]> {
  const response = await fetch(`${url}/tickets${query}`);
  return ((await response.json()) as { tickets: Ticket[] }).tickets;
}
