import assert from 'node:assert/strict';
import { createHmac, hash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { audit, openLedger } from '@onsale/ledger';
import { connectionOf, putOnSale } from '@onsale/testing';
import { eventWith } from './open-room.ts';
import { Browser, kill, lineUntil, RealSale, type Room } from './real-sale.ts';

// More than one part of a draw, and many more than there are tickets.
const PEOPLE = 1100;
const TICKETS = 40;

const catalogWith = (from: string) => `events:
${eventWith(`opens: from, from: ${from}, lobbyFrom: 2020-01-01T12:00:00Z`, { capacity: TICKETS })}`;

let sale: RealSale;
let rooms: Room[];
before(async () => {
  sale = await RealSale.start(catalogWith('2086-01-01T12:00:00Z'));
  rooms = [await sale.startRoom(), await sale.startRoom()];
});
after(() => sale.stop());

const anyRoom = () => rooms[Math.floor(Math.random() * rooms.length)] as Room;

/** Kills one of them, and goes on with the other. */
async function killOne(): Promise<void> {
  const [first, ...others] = rooms as [Room, ...Room[]];
  rooms = others;
  await kill(first);
}

interface Person {
  browser: Browser;
  lot: string;
  number: number;
  isServed: boolean;
}

test('a lobby is drawn and served by lot, while waiting rooms are killed in the draw and in the sale', async () => {
  const people: Person[] = [];
  while (people.length < PEOPLE) {
    const some = Array.from({ length: 100 }, () => new Browser(sale, anyRoom));
    const places = await Promise.all(some.map((browser) => browser.join()));
    for (const [i, browser] of some.entries()) {
      const { state, lot = '' } = places[i] ?? {};
      assert.equal(state, 'lobby');
      people.push({ browser, lot, number: 0, isServed: false });
    }
  }
  const { draw: before } = await lineUntil(anyRoom, ({ lobby }) => lobby === PEOPLE);

  const ledger = await openLedger(connectionOf(sale.redis), 1);
  await putOnSale(ledger, catalogWith('2020-01-02T12:00:00Z'));
  // The draw follows three seconds later.
  const { draw: listed } = await lineUntil(anyRoom, ({ draw }) => draw?.listHash !== undefined);
  await killOne();
  const late = await new Browser(sale, anyRoom).join();
  assert.equal(late.number, PEOPLE + 1);
  const { draw } = await lineUntil(anyRoom, ({ status }) => status === 'open');
  rooms.push(await sale.startRoom());

  const text = await fetch(`${anyRoom().url}/v1/lines/noon/lots`).then((answer) => answer.text());
  const [, seed = '', list = ''] = /^seed ([0-9a-f]{64})\n(.*)$/s.exec(text) ?? [];
  assert.equal(hash('sha256', Buffer.from(seed, 'hex'), 'hex'), before?.seedHash);
  assert.equal(hash('sha256', list, 'hex'), listed?.listHash);
  assert.deepEqual(draw, { ...listed, isDrawn: true, places: PEOPLE });
  const lots = list.trimEnd().split('\n');
  assert.deepEqual(new Set(lots), new Set(people.map(({ lot }) => lot)));
  const drawn = numbersByHand(seed, lots);
  for (const person of people) {
    const { number = 0, lot } = await person.browser.ask();
    assert.deepEqual([number, lot], [drawn.get(person.lot), person.lot]);
    person.number = number;
  }

  await serve(people, { killAfter: TICKETS / 4 });
  const served = people.filter(({ isServed }) => isServed).map(({ number }) => number);
  assert.deepEqual(
    served.sort((a, b) => a - b),
    Array.from({ length: TICKETS }, (_, i) => i + 1),
  );
  const last = await lineUntil(anyRoom, ({ status }) => status === 'sold_out');
  assert.deepEqual([last.waiting, last.turns], [PEOPLE - TICKETS + 1, 0]);
  assert.deepEqual((await audit(ledger)).problems, []);
  assert.deepEqual(await sale.faults(), []);
});

// As the documentation of `GET /lines/<event>/lots` says it.
function numbersByHand(seed: string, lots: readonly string[]): Map<string, number> {
  const key = Buffer.from(seed, 'hex');
  const drawn = lots.map((lot) => ({ lot, mac: createHmac('sha256', key).update(lot).digest() }));
  drawn.sort((a, b) => Buffer.compare(a.mac, b.mac));
  return new Map(drawn.map(({ lot }, i) => [lot, i + 1]));
}

// Everybody looks at the line and orders when it is their turn, until nothing is left.
async function serve(people: readonly Person[], { killAfter }: { killAfter: number }) {
  let isKilled = false;
  for (;;) {
    const { status, serving } = await lineUntil(anyRoom, () => true);
    if (status === 'sold_out') return;
    for (const person of people) {
      if (person.isServed || person.number > serving) continue;
      const { state, admission } = await person.browser.ask();
      assert.equal(state, 'turn');
      assert.equal(await person.browser.order(admission), 201);
      assert.equal((await person.browser.ask()).state, 'served');
      person.isServed = true;
    }
    if (!isKilled && people.filter(({ isServed }) => isServed).length >= killAfter) {
      isKilled = true;
      await killOne();
    }
  }
}
