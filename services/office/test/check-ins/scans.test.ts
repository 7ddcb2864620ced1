import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startEntrance } from '@onsale/testing';

const entrance = await startEntrance();
after(async () => await entrance.stop());
const { office, eventId } = entrance;
const [north, south] = [await entrance.signIn(), await entrance.signIn()];

test('a ticket is let in once, whoever shows it', async () => {
  const [order] = await entrance.sell(1);
  const [first, second] = order!.tickets;
  const welcome = await north.scan(first!.code);
  assert.equal(welcome.kind, 'welcome');
  assert.equal(welcome.ticket?.of, 2);
  assert.deepEqual(
    welcome.others?.map(({ ticket }) => ticket),
    [second!.ticket],
  );
  const again = await south.scan(first!.code);
  assert.equal(again.kind, 'already_in');
  assert.equal(again.before?.device, 'Device 1');
  console.log(welcome, again, office.url, eventId);
});
