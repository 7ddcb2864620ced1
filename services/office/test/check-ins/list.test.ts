import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { CheckInList } from '@onsale/contracts';
import { nameHolder, refundTickets } from '@onsale/ledger';
import { readTicketKeys } from '@onsale/records';
import { type AskOffice, eventually, type SoldOrder, startEntrance } from '@onsale/testing';
import { ticketTag } from '@onsale/ticket-codes';

const entrance = await startEntrance();
after(async () => await entrance.stop());
const { office, eventId, ledger } = entrance;
const manager: AskOffice = await office.as([{ role: 'manager' }]);
const device = await entrance.signIn();
const [first, second, third] = (await entrance.sell(3)) as [SoldOrder, SoldOrder, SoldOrder];

async function read(query: Record<string, string> = {}): Promise<CheckInList> {
  const { status, body } = await device.list(query);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Until the recorder has brought what a difference shall tell. */
async function readNews(
  cursor: string,
  isThere: (list: CheckInList) => boolean,
): Promise<CheckInList> {
  const news = await eventually(async () => await read({ cursor }), isThere);
  assert.equal(news.isDifference, true);
  assert.equal(news.total, 0);
  return news;
}

const cursorOf = ({ cursor }: CheckInList): string => {
  assert.ok(cursor);
  return cursor;
};

test('the list has the tickets of every order, and what the rule goes by', async () => {
  const list = await read();
  assert.equal(list.isDifference, false);
  assert.equal(list.total, 3);
  assert.equal(list.nextPage, undefined);
  const tickets = list.orders.flatMap((order) => order.tickets.map(({ ticket }) => ticket));
  const sold = [first, second, third].flatMap((order) => order.tickets.map(({ ticket }) => ticket));
  assert.deepEqual(new Set(tickets), new Set(sold));
  assert.deepEqual(list.orders.map(({ buyer }) => buyer).toSorted(), [
    'Buyer 1',
    'Buyer 2',
    'Buyer 3',
  ]);
  assert.equal(list.rules.eventName, 'The band');
  assert.deepEqual(list.rules.entrances, [{ entranceId: 'main', name: 'Main entrance' }]);
  assert.deepEqual(list.rules.types[0], {
    ...{ ticketId: 'tonight-adult', name: 'Adult', admits: 'once' },
  });
  assert.deepEqual(list.keys, await readTicketKeys(office.db));
  assert.deepEqual(list.device, {
    deviceId: device.deviceId,
    name: 'Device 1',
    entranceId: 'main',
  });
  assert.deepEqual(list.progress, { expected: 6, in: 0 });
  // Whoever knows the id of an order may open it.
  for (const { orderId } of [first, second, third]) {
    assert.ok(!JSON.stringify(list).includes(orderId));
  }
});

test('a difference has what is new, and the next one nothing', async () => {
  let cursor = cursorOf(await read());
  assert.deepEqual((await read({ cursor })).orders, []);

  await nameHolder(ledger, first.orderId, { ticket: [0, 2], name: 'Bea', cause: 'clerk' });
  await refundTickets(ledger, first.orderId, {
    ...{ id: 're_1', tickets: [[0, 1]], amountMinor: 1000 },
  });
  const news = await readNews(cursor, ({ orders }) => {
    return orders[0]?.tickets.some(({ state }) => state === 'refunded') === true;
  });
  const [, before] = first.tickets;
  assert.deepEqual(news.orders.map((order) => order.tickets)[0]?.[1], {
    ...{ place: 2, ticketId: 'tonight-adult', state: 'valid', holder: 'Bea' },
    ticket: ticketTag({ orderId: first.orderId, line: 0, number: 2, version: 2 }),
    replaced: [before!.ticket],
  });
  assert.equal(news.orders.length, 1);
  cursor = cursorOf(news);

  const other = await entrance.signIn();
  assert.equal((await other.scan(second.tickets[1]!.code)).kind, 'welcome');
  const scanned = await readNews(cursor, ({ checkIns }) => checkIns.length > 0);
  assert.deepEqual(scanned.orders, []);
  const [checkIn] = scanned.checkIns;
  assert.equal(checkIn?.place, 2);
  assert.equal(checkIn?.deviceId, other.deviceId);
  const whole = await read();
  assert.deepEqual(whole.checkIns, scanned.checkIns);
  assert.ok(whole.orders.some(({ order }) => order === checkIn?.order));

  const nothing = await read({ cursor: cursorOf(scanned) });
  assert.deepEqual([nothing.orders, nothing.checkIns], [[], []]);
});

test('a cursor that is of no use begins the list anew', async () => {
  const cursor = cursorOf(await read());
  const [format, system, timeline, event, names, snapshot] = cursor.split('.');
  const useless = [
    ...['nonsense', '1.2.3', `${cursor}:`],
    [format, '1234567890', timeline, event, names, snapshot].join('.'),
    [format, system, '00000002', event, names, snapshot].join('.'),
    [format, system, timeline, 'ABCDEFGHJK', names, snapshot].join('.'),
    [format, system, timeline, event, names, '999999999:999999999:'].join('.'),
    [format, system, timeline, event, names, '9:7:'].join('.'),
    [format, system, timeline, event, names, '7:9:9,8'].join('.'),
    [format, system, timeline, event, names, '7:9:,'].join('.'),
    [format, system, timeline, event, names, `${'9'.repeat(19)}:${'9'.repeat(19)}:`].join('.'),
  ];
  for (const each of useless) {
    const list = await read({ cursor: each });
    assert.equal(list.isDifference, false, each);
    assert.equal(list.orders.length, 3);
  }
  const { orders } = await read({ page: `${cursor}~not~a~page` });
  assert.equal(orders.length, 3);
  // Later than any date can be.
  for (const afterMs of ['9999999999999999', '8640000000000001']) {
    assert.equal((await read({ page: `${cursor}~${afterMs}~5` })).orders.length, 3);
  }
  assert.equal((await device.list({ cursor: 'x'.repeat(201) })).status, 400);
});

test('an order that is given up makes every list begin anew, without it', async () => {
  const cursor = cursorOf(await read());
  const giveUp = async (at: Date | null) =>
    await office.db
      .updateTable('records.orders')
      .set({ given_up_at: at })
      .where('order_id', '=', third.orderId)
      .execute();
  await giveUp(new Date());
  const list = await read({ cursor });
  assert.equal(list.isDifference, false);
  assert.equal(list.orders.length, 2);
  await giveUp(null);
  assert.equal((await read({ cursor: cursorOf(list) })).orders.length, 1);
});

test('names leave devices when the team says so', async () => {
  const cursor = cursorOf(await read());
  const path = `/v1/events/${eventId}/entrance`;
  const { body, headers } = await manager('GET', path);
  const settings = { ...body.settings, namesOnDevices: false };
  const ifMatch = { 'if-match': headers.get('etag') ?? '' };
  assert.equal((await manager('PUT', path, settings, ifMatch)).status, 200);
  const list = await read({ cursor });
  assert.equal(list.isDifference, false);
  assert.ok(!/Buyer|Bea/.test(JSON.stringify(list)));
  assert.equal((await read({ cursor: cursorOf(list) })).isDifference, true);
});

test('the office notes what a device says of itself', async () => {
  const at = Date.now() + 90_000;
  await read({ waiting: '7', version: '1.2.3', at: String(at) });
  const { body } = await manager('GET', `/v1/events/${eventId}/devices`);
  const told = body.items.find((each: { deviceId: string }) => each.deviceId === device.deviceId);
  assert.equal(told.waiting, 7);
  assert.equal(told.version, '1.2.3');
  assert.ok(told.listAt);
  assert.ok(Math.abs(told.clockOffMs - 90_000) < 30_000);
});

test('a list has no names but for devices that are signed in', async () => {
  const other = await entrance.signIn();
  const path = `/v1/events/${eventId}/devices/${other.deviceId}/revoke`;
  assert.equal((await manager('POST', path, {})).status, 200);
  const { status, body } = await other.list();
  assert.deepEqual([status, body.code], [401, 'DEVICE_REVOKED']);
  assert.equal((await manager('GET', '/v1/check-in-list')).status, 403);
});

test('the list is there while Redis is away', async () => {
  const cursor = cursorOf(await read());
  await office.redis.stop();
  const list = await read({ cursor });
  assert.equal(list.isDifference, true);
  assert.equal((await device.list()).body.orders.length, 3);
  assert.equal((await device.scan(third.tickets[0]!.code)).kind, 'welcome');
});
