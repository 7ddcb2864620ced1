import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import {
  askPlaces,
  closeLobby,
  drawLots,
  goAway,
  joinLine,
  leaveLine,
  type Ledger,
  lineDrawKey,
  lineKey,
  lineLobbyKey,
  lotOf,
  numbersOf,
  readLineState,
  readLots,
} from '../../src/index.ts';
import { EVENT_ID, startLedgerRedis } from '../test-ledger.ts';
import { ALWAYS, AWAY, FAST, join, LINE, newPlaces, PAUSED, recordsOf, step } from './test-line.ts';

const { server, freshLedger } = await startLedgerRedis();

const SOON = { ...ALWAYS, opensAtMs: Date.now() + 3_600_000, lobbyFromMs: 1 };
const NOW = { ...ALWAYS, opensAtMs: 1, lobbyFromMs: 1 };

test('nobody can join before the lobby opens', async () => {
  const ledger = await freshLedger();
  const early = { ...SOON, lobbyFromMs: SOON.opensAtMs - 1000 };
  assert.deepEqual(await join(ledger, newPlaces(1), early), [{ outcome: 'off' }]);
  assert.equal((await step(ledger, FAST, early)).phase, 'none');
  assert.deepEqual(await server.command('KEYS', '*line*'), []);
});

test('who is in the lobby gets a number by lot, as anybody can check; who comes later is behind', async () => {
  const ledger = await freshLedger();
  const places = newPlaces(2500);
  await join(ledger, places, SOON);
  assert.deepEqual(await closeLobby(ledger, LINE), { outcome: 'not-closed' });
  const { draw: before, lobby } = await readLineState(ledger, LINE);
  assert.equal(lobby, 2500);
  assert.equal((await step(ledger, FAST, SOON)).phase, 'lobby');
  assert.equal((await step(ledger, FAST, NOW)).phase, 'drawing');
  const late = newPlaces(2);
  await join(ledger, late, NOW);
  const listed = await closeLobby(ledger, LINE);
  assert.equal(listed.outcome, 'listed');
  assert.deepEqual(await closeLobby(ledger, LINE), listed);
  // Not yet.
  assert.deepEqual(await drawLots(ledger, LINE), listed);
  assert.equal(await readLots(ledger, LINE), undefined);
  const { draw } = await readLineState(ledger, LINE);
  assert.equal(draw?.seedHash, before?.seedHash);
  assert.equal((await step(ledger, FAST, NOW)).admitted, 0);

  await bringForward();
  assert.deepEqual(await drawLots(ledger, LINE), { outcome: 'drawn' });
  assert.deepEqual(await drawLots(ledger, LINE), { outcome: 'drawn' });
  const text = (await readLots(ledger, LINE)) ?? '';
  const [, seed = '', list = ''] = /^seed ([0-9a-f]{64})\n(.*)$/s.exec(text) ?? [];
  assert.equal(hash('sha256', Buffer.from(seed, 'hex'), 'hex'), draw?.seedHash);
  assert.equal(hash('sha256', list, 'hex'), draw?.listHash);
  assert.deepEqual(list.split('\n'), [...places.map(lotOf), '']);
  const numbers = await numbersOf(seed, places.map(lotOf));
  const records = await recordsOf(ledger);
  assert.deepEqual(
    places.map((place) => records.get(place)),
    places.map((place) => `w ${numbers.get(lotOf(place))} -`),
  );
  assert.deepEqual(
    late.map((place) => records.get(place)),
    ['w 2501 -', 'w 2502 -'],
  );
  const after = await readLineState(ledger, LINE);
  assert.deepEqual(after.draw, { ...draw, drawAtMs: 1, isDrawn: true });
  const { phase, waiting, lastNumber } = after;
  assert.deepEqual([phase, after.lobby, waiting, lastNumber], ['open', 0, 2502, 2502]);
  assert.equal((await step(ledger, FAST, NOW)).admitted, 1000);
});

test('several processes list and draw at once, and one that was killed is continued', async () => {
  const ledger = await freshLedger();
  const places = newPlaces(3300);
  await join(ledger, places, SOON);
  await step(ledger, PAUSED, NOW);
  const all = await Promise.all(Array.from({ length: 4 }, () => closeLobby(ledger, LINE)));
  assert.equal(new Set(all.map((each) => JSON.stringify(each))).size, 1);
  await bringForward();
  // It is killed after its first chunk.
  const dying = dyingAfter(ledger, 'FCALL', 1);
  await assert.rejects(drawLots(dying, LINE), /killed/);
  const { lobby, waiting, phase } = await readLineState(ledger, LINE);
  assert.deepEqual([lobby, waiting, phase], [2800, 500, 'drawing']);
  await Promise.all(Array.from({ length: 4 }, () => drawLots(ledger, LINE)));
  await everybodyHasOneNumber(ledger, places);
});

test('a process that lists too slowly changes nothing of what was published', async () => {
  const ledger = await freshLedger();
  const places = newPlaces(2100);
  await join(ledger, places, SOON);
  await step(ledger, PAUSED, NOW);
  let isAhead = false;
  const slow: Pick<Ledger, 'redis'> = {
    redis: {
      ...ledger.redis,
      command: async (key, args) => {
        // Another one lists and draws between its first and its second part.
        if (args[0] === 'ZRANGE' && args[2] === '500' && !isAhead) {
          isAhead = true;
          await closeLobby(ledger, LINE);
          await bringForward();
          await drawLots(ledger, LINE);
        }
        return await ledger.redis.command(key, args);
      },
    },
  };
  assert.deepEqual(await closeLobby(slow, LINE), { outcome: 'drawn' });
  assert.ok(isAhead);
  const lots = (await readLots(ledger, LINE))?.split('\n').slice(1, -1);
  assert.deepEqual(lots, places.map(lotOf));
  await everybodyHasOneNumber(ledger, places);
});

test('who leaves after the lobby was closed stays in the list and gets nothing', async () => {
  const ledger = await freshLedger();
  const places = newPlaces(10);
  const [left = '', back = '', away = ''] = places;
  await join(ledger, places, SOON);
  await goAway(ledger, LINE, away);
  await server.command('ZADD', AWAY, '1', away);
  await step(ledger, PAUSED, { ...NOW, opensAtMs: SOON.opensAtMs });
  assert.equal((await readLineState(ledger, LINE)).lobby, 9);
  await join(ledger, [away], SOON);
  await step(ledger, PAUSED, NOW);
  await leaveLine(ledger, LINE, left);
  await leaveLine(ledger, LINE, back);
  await join(ledger, [back], NOW);
  await closeLobby(ledger, LINE);
  await bringForward();
  await drawLots(ledger, LINE);
  const records = await recordsOf(ledger);
  assert.equal(records.has(left), false);
  assert.equal(records.get(back), 'w 11 -');
  assert.equal(records.size, 9);
  const lots = (await readLots(ledger, LINE))?.split('\n').slice(1, -1);
  assert.deepEqual(lots, [left, back, ...places.slice(3), away].map(lotOf));
  assert.equal(await server.command('EXISTS', lineLobbyKey(0, EVENT_ID)), 0);
});

test('a lobby in which nobody is opens all the same', async () => {
  const ledger = await freshLedger();
  await step(ledger, PAUSED, SOON);
  await step(ledger, PAUSED, NOW);
  await closeLobby(ledger, LINE);
  await bringForward();
  assert.deepEqual(await drawLots(ledger, LINE), { outcome: 'drawn' });
  const seed = await server.command('HGET', lineDrawKey(0, EVENT_ID), 'seed');
  assert.equal(await readLots(ledger, LINE), `seed ${String(seed)}\n`);
  const [joined] = await join(ledger, newPlaces(1), NOW);
  assert.ok(joined?.outcome === 'joined' && joined.place.state === 'waiting');
  assert.equal(joined.place.number, 1);
});

test('slowed places of a lobby are behind all that were drawn', async () => {
  const ledger = await freshLedger();
  const places = newPlaces(3);
  const rules = { ...SOON, placesPerNetwork: 2 };
  const joins = places.map((place) => ({ place, network: 'n' }));
  const joined = await joinLine(ledger, LINE, { rules, joins });
  const states = joined.map((each) => (each.outcome === 'joined' ? each.place : undefined));
  assert.deepEqual(
    states.map((place) => place?.state),
    ['lobby', 'lobby', 'slowed'],
  );
  const slowed = states[2];
  assert.ok(slowed?.state === 'slowed');
  assert.equal(slowed.dueAtMs, SOON.opensAtMs + 3000 + 10_000);
  const [own] = await askPlaces(ledger, LINE, { turnMs: 1, places: places.slice(2) });
  assert.deepEqual(own, slowed);
});

// As if the time until the draw had passed.
async function bringForward(): Promise<void> {
  await server.command('HSET', lineKey(0, EVENT_ID), 'drawAt', '1');
}

// A ledger whose process dies when it has sent so many commands of this name.
function dyingAfter(ledger: Ledger, name: string, count: number): Pick<Ledger, 'redis'> {
  let sent = 0;
  return {
    redis: {
      ...ledger.redis,
      command: async (key, args) => {
        if (args[0] === name) sent += 1;
        if (sent > count) throw new Error('killed');
        return await ledger.redis.command(key, args);
      },
    },
  };
}

async function everybodyHasOneNumber(ledger: Ledger, places: readonly string[]): Promise<void> {
  const records = await recordsOf(ledger);
  assert.deepEqual(new Set(records.keys()), new Set(places));
  const numbers = [...records.values()].map((record) => /^w (\d+) -$/.exec(record)?.[1]);
  assert.deepEqual(
    numbers.map(Number).sort((a, b) => a - b),
    places.map((_, i) => i + 1),
  );
  assert.equal((await readLineState(ledger, LINE)).phase, 'open');
}
