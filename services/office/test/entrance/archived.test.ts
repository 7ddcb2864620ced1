import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { orderAddress, readStoredOrder } from '@onsale/ledger';
import { markArchived } from '@onsale/records';
import { eventually, startEntrance } from '@onsale/testing';

const entrance = await startEntrance();
after(async () => await entrance.stop());
const { office, eventId, ledger } = entrance;

test('an event that was archived keeps who was let in', async () => {
  const device = await entrance.signIn();
  const team = await office.as([{ role: 'owner' }]);
  const [order] = await entrance.sell(1);
  const { orderId, tickets } = order!;
  const [first, second] = tickets;
  assert.equal((await device.scan(first!.code)).kind, 'welcome');
  const before = await device.wholeList();

  // As `archive` does: the order leaves Redis, and then the event has none any more.
  const { record = '' } = (await readStoredOrder(ledger, { shard: 0, orderId })) ?? {};
  await markArchived(office.db, [{ orderId, record }]);
  await office.redis.command('HDEL', ...orderAddress(0, orderId));
  await office.redis.command('HSET', `{s0}:event:${eventId}`, 'status', 'archived');
  await eventually(
    async () => (await team('GET', `/v1/events/${eventId}`)).body?.status as unknown,
    (status) => status === 'archived',
  );

  const list = await device.wholeList();
  assert.deepEqual(
    list.map(({ orders, checkIns }) => ({ orders, checkIns })),
    before.map(({ orders, checkIns }) => ({ orders, checkIns })),
  );
  assert.equal(list[0]?.checkIns.length, 1);
  assert.equal((await device.scan(first!.code)).kind, 'already_in');
  assert.equal((await device.scan(second!.code)).kind, 'welcome');
  const path = `/v1/events/${eventId}`;
  assert.equal((await team('GET', `${path}/scans`)).body.items.length, 3);
  const found = await team('GET', `${path}/entrance/tickets?q=${first!.ticket}`);
  assert.equal(found.body.items[0].checkIns.length, 1);
  const file = String((await team('GET', `${path}/reports/check-ins.csv?separator=comma`)).body);
  assert.equal(file.split(orderId).length - 1, 2);
  assert.equal(file.split('"Device 1"').length - 1, 2);
});
