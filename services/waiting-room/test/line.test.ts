import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventWith } from './open-room.ts';
import { Browser, kill, lineUntil, RealSale, type Room } from './real-sale.ts';

let sale: RealSale;
let room: Room;
before(async () => {
  sale = await RealSale.start(`events:\n${eventWith('opens: always')}`);
  room = await sale.startRoom();
});
after(() => sale.stop());

const newBrowser = () => new Browser(sale, () => room);

test('whoever waits gets a turn, orders once, and is served', async () => {
  const browser = newBrowser();
  assert.equal((await browser.join()).number, 1);
  const { admission = '', until = '' } = await browser.turn();
  assert.ok(Date.parse(until) > Date.now());
  assert.equal(await newBrowser().order(admission), 403);
  assert.equal(await browser.order(admission), 201);
  assert.equal(await browser.order(admission), 403);
  assert.equal((await browser.ask()).state, 'served');
  await lineUntil(
    () => room,
    ({ remaining, serving }) => remaining === 2 && serving === 1,
  );
});

test('a waiting room that is killed loses no place, and another goes on', async () => {
  const waiting = Array.from({ length: 3 }, newBrowser);
  const numbers: (number | undefined)[] = [];
  for (const each of waiting) numbers.push((await each.join()).number);
  assert.deepEqual(numbers, [2, 3, 4]);
  await kill(room);
  room = await sale.startRoom();
  for (const [i, each] of waiting.entries()) assert.equal((await each.ask()).number, numbers[i]);
  // Two tickets are left, so two have their turn, and the third waits.
  const [first, second, third] = waiting as [Browser, Browser, Browser];
  const admitted = [await first.turn(), await second.turn()];
  assert.equal((await third.ask()).state, 'waiting');
  assert.equal(await first.order(admitted[0]?.admission), 201);
  assert.equal(await second.order(admitted[1]?.admission), 201);
  await lineUntil(
    () => room,
    ({ status }) => status === 'sold_out',
  );
  assert.equal((await third.ask()).state, 'waiting');
});

test('no process did more than its user of Redis may', async () => {
  assert.deepEqual(await sale.faults(), []);
});
