import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { joinLine, leaveLine, type LineState, lineRulesOf, readLineState } from '@onsale/ledger';
import { newPlace } from '@onsale/admission';
import { AutomaticOpening } from '../src/pace/automatic-opening.ts';
import type { ShopReading } from '../src/pace/judge-shop.ts';
import { eventWith, openRoom } from './open-room.ts';
import { Browser, lineUntil, RealSale, type Room } from './real-sale.ts';

const CATALOG = `events:\n${eventWith('opens: automatic', { capacity: 50 })}`;

let sale: RealSale;
let room: Room;
before(async () => {
  sale = await RealSale.start(CATALOG);
  room = await sale.startRoom();
});
after(() => sale.stop());

test('a line opens by itself when more is ordered than is settled', async () => {
  const line = () => room;
  await lineUntil(line, ({ status }) => status === 'off');
  const browser = new Browser(sale, line);
  await assert.rejects(browser.join(), /nobody needs to wait/);
  assert.equal(await browser.order(), 201);
  await lineUntil(line, ({ remaining }) => remaining === 49);
  sale.worker.signal('SIGSTOP');
  assert.equal(await browser.order(), 201);
  await lineUntil(line, ({ status }) => status !== 'off');
  assert.equal(await browser.order(), 403);
  assert.equal((await browser.join()).number, 1);
  sale.worker.signal('SIGCONT');
  const { admission } = await browser.turn();
  assert.equal(await browser.order(admission), 201);
});

const CROWDED: ShopReading = {
  ...{ gateways: 1, workers: 1, oldestOrderMs: 1500, orders: 100 },
  ...{ settledPerS: 10, overduePaymentMs: 0 },
};
const WELL = { ...CROWDED, oldestOrderMs: 0, orders: 0 };

test('it is switched off once nobody has been in it for a minute', async () => {
  const own = await openRoom(CATALOG);
  const { ledger, lines } = own;
  // Nothing else works on it.
  await lines.close();
  const line = { shard: 0, eventId: 'noon' };
  const automatic = new AutomaticOpening();
  const follow = async (atMs: number, reading: ShopReading, remainingOfAll = 40) => {
    const state: LineState = await readLineState(ledger, line);
    await automatic.follow(ledger, line, { state, tickets: { remainingOfAll }, reading, atMs });
    return (await readLineState(ledger, line)).phase;
  };
  try {
    assert.equal(await follow(0, CROWDED, 50), 'none', 'the crowd is not for this event');
    assert.equal(await follow(500, WELL, 45), 'none', 'all is well');
    assert.equal(await follow(20_000, CROWDED, 45), 'none', 'nothing was bought lately');
    assert.equal(await follow(20_500, CROWDED, 44), 'open');
    const place = newPlace();
    const event = lines.get('noon')?.event.document;
    const rules = event && lineRulesOf(event);
    assert.ok(rules);
    await joinLine(ledger, line, { rules, joins: [{ place, network: '' }] });
    assert.equal(await follow(90_000, WELL), 'open', 'somebody waits');
    await leaveLine(ledger, line, place);
    assert.equal(await follow(90_500, WELL), 'open');
    assert.equal(await follow(150_000, CROWDED), 'open', 'they come again');
    assert.equal(await follow(151_000, WELL), 'open');
    assert.equal(await follow(210_900, WELL), 'open', 'not for a minute yet');
    assert.equal(await follow(211_000, WELL), 'none');
  } finally {
    await own.close();
  }
});
