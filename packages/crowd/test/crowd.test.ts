import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import {
  arrivals,
  Clock,
  Door,
  KINDS,
  type Kind,
  payAtBank,
  type Person,
  play,
  type Scene,
  seededRandom,
  visitorFromAfar,
} from '../src/index.ts';

const LINE = { status: 'open', serving: 9, remaining: 1, held: 0, pollS: 0.01, spreadS: 0 };

interface Shop {
  /** What was asked for, with the cookie, the admission and the address. */
  asked: string[];
  line: typeof LINE;
  place: object;
  orderStatus: number;
  bankStatus: number;
  outcomes: string[];
  /** The origins of forms, and the name by which the last one came. */
  formsFrom: string[];
  host: string;
}

// A shop with one line, whose answers a test decides, and a scene in front of it.
async function open(t: TestContext, more: Partial<Shop> = {}) {
  const shop: Shop = {
    ...{ asked: [], line: LINE, place: { state: 'turn', number: 1, admission: 'mine' } },
    ...{ orderStatus: 201, bankStatus: 303, outcomes: ['pending', 'confirmed'] },
    ...{ formsFrom: [], host: '' },
    ...more,
  };
  const server = createServer((request, response) => answer(shop, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  const lags: number[] = [];
  const clock = new Clock((ms) => void lags.push(ms));
  const door = new Door({ line: api, shop: api }, () => undefined);
  t.after(() => {
    clock.end();
    door.close();
    server.close();
  });
  const scene: Scene = {
    ...{ door, clock, random: seededRandom(1), eventId: 'e', ticketId: 't', copied: [] },
    identityOf: visitorFromAfar,
  };
  return { shop, scene, lags };
}

function answer(shop: Shop, request: IncomingMessage, response: ServerResponse): void {
  const { method = '', url = '', headers } = request;
  const { cookie = '', 'onsale-admission': admission = '' } = headers;
  shop.asked.push(`${method} ${url} ${cookie} ${String(admission)}`.trim());
  const send = (status: number, body: object) => {
    response.writeHead(status, {
      ...{ 'content-type': 'application/json', 'set-cookie': 'onsale_place=p1; Path=/; HttpOnly' },
    });
    response.end(JSON.stringify(body));
  };
  if (url.startsWith('/bank/')) {
    Object.assign(shop, { host: headers.host, formsFrom: [...shop.formsFrom, headers.origin] });
    response.writeHead(shop.bankStatus).end();
  } else if (url.endsWith('/payment')) send(200, { url: 'http://shop.example/bank/pay/c1' });
  else if (method === 'DELETE') response.writeHead(204).end();
  else if (method === 'POST' && url.endsWith('/orders')) {
    const isMine = admission === 'mine';
    send(isMine ? shop.orderStatus : 403, isMine ? { orderId: 'o1' } : {});
  } else if (url.includes('/orders/')) send(200, { status: shop.outcomes.shift() ?? 'confirmed' });
  else if (url.endsWith('/place')) send(200, shop.place);
  else send(200, { ...shop.line, name: 'Früh' });
}

const somebody = (kind: Kind): Person => ({
  ...{ index: 258, kind, arrivesAtMs: performance.now(), orders: [] },
  ...{ stolen: 0, refused: 0, lost: 0 },
});

test('somebody patient joins, orders in their turn with cookie and admission, and follows', async (t) => {
  const { shop, scene, lags } = await open(t);
  const person = somebody('patient');
  await play(person, scene);
  assert.equal(person.orders[0]?.status, 'confirmed');
  assert.deepEqual([person.number, person.stolen, person.lost], [1, 0, 0]);
  assert.equal(shop.asked[0], 'POST /api/v1/lines/e/place');
  assert.ok(shop.asked.includes('POST /api/v1/orders onsale_place=p1 mine'));
  assert.ok(lags.length > 0 && lags.every((ms) => ms >= 0));
});

test('an order that is held is paid as the scene says, and followed to its end', async (t) => {
  const { scene } = await open(t, { outcomes: ['held', 'held', 'confirmed'] });
  const paid: string[] = [];
  const person = somebody('patient');
  await play(person, { ...scene, pay: async ({ id }) => void paid.push(id) });
  assert.deepEqual(paid, ['o1']);
  assert.equal(person.orders[0]?.status, 'confirmed');
});

test('a form is sent to the bank from the name by which the shop was opened, and has paid only if it is taken', async (t) => {
  for (const [bankStatus, times] of [
    [303, 1],
    [403, 0],
  ] as const) {
    const { shop, scene } = await open(t, { bankStatus });
    const paid: number[] = [];
    await payAtBank(
      {
        ...{ door: scene.door, clock: scene.clock, chance: () => 0.5, abandons: 0, hurry: 1000 },
        onPaid: (ms) => void paid.push(ms),
      },
      { id: 'o1', pressedAtMs: 0 },
    );
    assert.equal(paid.length, times);
    const form = shop.asked.at(-1) ?? '';
    assert.match(form, /^POST \/bank\/pay\/c1\/pay/);
    assert.equal(shop.formsFrom.at(-1), `http://${shop.host}`);
  }
});

test('who copies is refused before they order with their own', async (t) => {
  const { shop, scene } = await open(t);
  scene.copied.push('of somebody');
  const person = somebody('copying');
  await play(person, scene);
  assert.deepEqual([person.refused, person.stolen, person.orders.length], [1, 0, 1]);
  assert.ok(shop.asked.includes('POST /api/v1/orders onsale_place=p1 of somebody'));
});

test('a shop that sells to a bot is found out', async (t) => {
  const { scene } = await open(t);
  scene.copied.push('mine', 'mine', 'mine');
  const bot = somebody('bot');
  await play(bot, scene);
  assert.ok(bot.stolen > 0);
  assert.equal(bot.stolen + bot.refused, 5);
  assert.equal(bot.joinedAtMs, undefined);
});

test('who waits is told when nothing is left, and who leaves gives the place back', async (t) => {
  const place = { state: 'waiting', number: 50 };
  const { shop, scene } = await open(t, { place, line: { ...LINE, remaining: 0 } });
  const waiting = somebody('patient');
  const leaving = somebody('leaving');
  await Promise.all([play(waiting, scene), play(leaving, scene)]);
  assert.ok(waiting.toldAtMs !== undefined && waiting.turnAtMs === undefined);
  assert.equal(leaving.hasLeft, true);
  assert.ok(shop.asked.includes('DELETE /api/v1/lines/e/place onsale_place=p1'));
});

test('the end of the clock ends everybody', async (t) => {
  const { scene } = await open(t, { place: { state: 'waiting', number: 50 } });
  const people = [somebody('patient'), { ...somebody('patient'), arrivesAtMs: Infinity }];
  const all = Promise.all(people.map((person) => play(person, scene)));
  scene.clock.end();
  await all;
  assert.equal(people[1]?.hasArrived, undefined);
});

test('the same seed is the same crowd, with as many of each kind as it has shares', () => {
  const crowd = (seed: number) =>
    arrivals({
      ...{ people: 5000, random: seededRandom(seed), opensAtMs: 1000, earlyShare: 0.5 },
      ...{ earlyMs: 400, beforeMs: 100, lateMs: 300, shares: { bot: 0.2, leaving: 0.1 } },
    });
  assert.deepEqual(crowd(3), crowd(3));
  const counts = Object.fromEntries(
    KINDS.map((kind) => [kind, crowd(3).filter((each) => each.kind === kind).length]),
  );
  assert.ok(Math.abs((counts['bot'] ?? 0) - 1000) < 150);
  assert.ok(Math.abs((counts['patient'] ?? 0) - 3500) < 200);
  assert.deepEqual([counts['copying'], counts['refreshing']], [0, 0]);
  assert.ok(crowd(3).every(({ arrivesAtMs: at }) => at >= 500 && at <= 1300));
  assert.ok(crowd(3).every(({ arrivesAtMs: at }) => at <= 900 || at >= 1000));
});
