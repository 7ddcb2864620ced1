import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Place } from '@onsale/contracts';
import { openLedger, writeLineSettings } from '@onsale/ledger';
import { connectionOf, eventually } from '@onsale/testing';
import { eventWith } from './open-room.ts';
import { Browser, lineUntil, RealSale, type Room } from './real-sale.ts';

let sale: RealSale;
let room: Room;
before(async () => {
  sale = await RealSale.start(`events:\n${eventWith('opens: always', { capacity: 50 })}`);
  room = await sale.startRoom();
});
after(() => sale.stop());

const lineIs = async (wanted: string) =>
  await lineUntil(
    () => room,
    ({ status }) => status === wanted,
  );

/** Somebody who has joined. */
async function arrive(): Promise<Browser> {
  const browser = new Browser(sale, () => room);
  await browser.join();
  return browser;
}

async function order(browser: Browser, { admission }: Place): Promise<void> {
  assert.equal(await browser.order(admission), 201);
}

test('the line halts while nobody settles orders, and goes on by itself', async () => {
  await lineIs('open');
  const first = await arrive();
  await order(first, await first.turn());
  await sale.worker.stop();
  await lineIs('halted');
  const waiting = await arrive();
  const { turns } = await lineUntil(
    () => room,
    (line) => line.waiting === 1,
  );
  assert.equal(turns, 0);
  assert.equal((await waiting.ask()).state, 'waiting');
  await sale.startWorker();
  await order(waiting, await waiting.turn());
  await lineIs('open');
});

test('the line halts while orders wait for a worker that hangs', async () => {
  const buyer = await arrive();
  const turn = await buyer.turn();
  sale.worker.signal('SIGSTOP');
  await order(buyer, turn);
  await lineIs('halted');
  const waiting = await arrive();
  assert.equal((await waiting.ask()).state, 'waiting');
  sale.worker.signal('SIGCONT');
  await order(waiting, await waiting.turn());
  const told = room.process.log.filter(({ msg }) => msg.startsWith('the line '));
  assert.ok(told.length >= 4);
  for (const [i, { msg }] of told.entries()) {
    assert.equal(msg, i % 2 === 0 ? 'the line halts' : 'the line goes on');
  }
  assert.equal(told[0]?.['why'], 'no order worker is alive');
});

test('a Redis that is killed loses no place, and the line goes on by itself', async () => {
  const people: Browser[] = [];
  for (let i = 0; i < 5; i += 1) people.push(await arrive());
  const [first, ...others] = people as [Browser, ...Browser[]];
  const turn = await first.turn();
  const numbers = await Promise.all(people.map(async (each) => (await each.ask()).number));
  assert.equal(new Set(numbers).size, 5);
  await sale.redis.kill('SIGKILL');
  await lineIs('halted');
  await assert.rejects(arrive(), /REDIS_UNAVAILABLE/);
  await assert.rejects(first.ask(), /your place is kept, ask again/);
  await sale.restartRedis();
  const asked = people.map((each) => eventually(() => each.ask().catch(() => undefined), Boolean));
  const after = await Promise.all(asked);
  assert.deepEqual(
    after.map((place) => place?.number),
    numbers,
  );
  // What was given before is good for the rest of its turn.
  await order(first, turn);
  for (const each of others) await order(each, await each.turn());
  assert.equal(await first.order(turn.admission), 403);
});

test('the seller pauses the line, sets its pace, says something, and closes it', async () => {
  const ledger = await openLedger(connectionOf(sale.redis), 1);
  const line = { shard: 0, eventId: 'noon' };
  await writeLineSettings(ledger, line, { isPaused: true, message: 'Back at one.' });
  assert.equal((await lineIs('paused')).message, 'Back at one.');
  const waiting = await arrive();
  assert.equal((await waiting.ask()).state, 'waiting');
  await writeLineSettings(ledger, line, { isPaused: false, perMinute: 6000, message: null });
  await order(waiting, await waiting.turn());
  assert.equal((await lineIs('open')).message, undefined);
  await writeLineSettings(ledger, line, { isClosed: true });
  await lineIs('closed');
  await assert.rejects(arrive(), /LINE_CLOSED/);
});
