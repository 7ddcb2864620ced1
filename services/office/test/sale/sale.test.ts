import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LiveSale } from '@onsale/contracts';
import { revokeApiKey } from '@onsale/records';
import { type AskOffice, eventually } from '@onsale/testing';
import { line, openShow, type Show } from '../cancellation/show.ts';

const PATH = '/v1/events/show/sale';

let show: Show | undefined;
let owner: AskOffice;
before(async () => {
  show = await openShow();
  owner = await show.office.as([{ role: 'owner' }]);
});
after(async () => await show?.close());

/** The sales that a stream tells of, one after another, until it ends. */
async function* follow(secret: string): AsyncGenerator<LiveSale> {
  const response = await fetch(`${show?.office.url}${PATH}/stream`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  assert.equal(response.headers.get('content-type')?.split(';')[0], 'text/event-stream');
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as LiveSale;
    }
  }
}

test('the snapshot has what is sold, on hold and left, and the money of what was paid', async () => {
  const { place, sellOnline } = show as Show;
  await sellOnline();
  await place({ lines: [line('child', 1)], holdMs: 900_000 });
  const sale = await eventually(
    async () => (await owner('GET', PATH)).body as LiveSale,
    ({ revenue, payments }) => revenue[0]?.orders === 1 && payments.open === 1,
  );
  const shown = sale.tickets.map(({ ticketId, sold, held, remaining, capacity, onSale }) => {
    return [ticketId, sold, held, remaining, capacity, onSale];
  });
  assert.deepEqual(shown, [
    ['adult', 2, 0, 498, 500, true],
    ['child', 0, 1, 499, 500, true],
    ['free', 0, 0, 50, 50, true],
  ]);
  assert.deepEqual(sale.pools, [
    { poolId: 'hall', capacity: 900, remaining: 897, held: 1, sold: 2 },
  ]);
  assert.deepEqual(sale.revenue, [
    { currency: 'EUR', today: 40, total: 40, ordersToday: 1, orders: 1 },
  ]);
  assert.equal(sale.status, 'on_sale');
  assert.ok(
    sale.fleet.services.some(({ service, living }) => service === 'payments' && living === 1),
  );
  const nowhere = await owner('GET', '/v1/events/nowhere/sale');
  assert.equal(nowhere.body.code, 'EVENT_NOT_FOUND');
});

test('a stream tells of an order and of a pause, and ends when its key does', async () => {
  const { office, place } = show as Show;
  const key = await office.key([{ role: 'viewer', eventId: 'show' }]);
  const sales = follow(key.secret);
  const next = async (isIt: (sale: LiveSale) => boolean): Promise<LiveSale> => {
    for (;;) {
      const { value, done } = await sales.next();
      assert.notEqual(done, true, 'the stream has ended');
      if (isIt(value as LiveSale)) return value as LiveSale;
    }
  };
  const soldOf = ({ tickets }: LiveSale) =>
    tickets.find(({ ticketId }) => ticketId === 'free')?.sold;
  assert.equal(soldOf(await next(() => true)), 0);
  await place({ lines: [line('free', 3)], paymentMethod: 'none' });
  await next((sale) => soldOf(sale) === 3);
  const paused = await owner('POST', '/v1/events/show/steps', { step: 'pause' });
  assert.equal(paused.status, 200);
  const sale = await next(({ status }) => status === 'paused');
  assert.ok(sale.tickets.every(({ onSale }) => !onSale));

  assert.equal(await revokeApiKey(office.db, key.keyId), true);
  for await (const _ of sales);
  const others = await office.as([{ role: 'owner', eventId: 'other' }]);
  assert.equal((await others('GET', `${PATH}/stream`)).status, 403);
});
