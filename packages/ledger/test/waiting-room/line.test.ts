import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askPlaces,
  extendTurn,
  goAway,
  joinLine,
  leaveLine,
  lineKey,
  lineTurnsKey,
  linePlacesKey,
  openLine,
  readLineState,
  stepLine,
  switchOffLine,
} from '../../src/index.ts';
import { EVENT_ID, putEvent, startLedgerRedis } from '../test-ledger.ts';
import { ALWAYS, AWAY, FAST, join, LINE, newPlaces, PAUSED, recordsOf, step } from './test-line.ts';

const { server, freshLedger } = await startLedgerRedis();

test('who joins an open line gets the next number, and who has a place gets the same', async () => {
  const ledger = await freshLedger();
  const [a = '', b = '', c = ''] = newPlaces(3);
  const waiting = { state: 'waiting', hasMissed: false } as const;
  assert.deepEqual(await join(ledger, [a, b, a]), [
    { outcome: 'joined', isNew: true, place: { ...waiting, number: 1, before: 0 } },
    { outcome: 'joined', isNew: true, place: { ...waiting, number: 2, before: 1 } },
    { outcome: 'joined', isNew: false, place: { ...waiting, number: 1, before: 0 } },
  ]);
  assert.deepEqual(await askPlaces(ledger, LINE, { turnMs: 1, places: [b, c] }), [
    { ...waiting, number: 2, before: 1 },
    undefined,
  ]);
});

test('people are admitted from the front, and asking begins a turn', async () => {
  const ledger = await freshLedger();
  const [a = '', b = '', c = ''] = newPlaces(3);
  await join(ledger, [a, b, c]);
  const stepped = await step(ledger, { perSecond: 10_000, maxTurns: 2 });
  assert.equal(stepped.admitted, 2);
  const first = { state: 'turn', number: 1, hasMissed: false, extensions: 0 } as const;
  const [own, last] = await askPlaces(ledger, LINE, { turnMs: 300_000, places: [a, c] });
  assert.ok(own?.state === 'turn');
  assert.deepEqual(own, { ...first, hasBegun: true, endsAtMs: own.endsAtMs });
  assert.ok(own.endsAtMs >= stepped.nowMs + 300_000);
  assert.deepEqual(last, { state: 'waiting', number: 3, hasMissed: false, before: 0 });
  assert.equal((await step(ledger, { perSecond: 10_000, maxTurns: 2 })).admitted, 0);
  const state = await readLineState(ledger, LINE);
  assert.deepEqual(
    { ...state, openedAtMs: 0, stepAtMs: 0 },
    {
      ...{ phase: 'open', lobbyAtMs: undefined, openedAtMs: 0, stepAtMs: 0, draw: undefined },
      ...{ lastNumber: 3, serving: 2, lobby: 0, slowed: 0, waiting: 1, turns: 2, away: 0 },
      ...{ joined: 3, admitted: 2, served: 0, missed: 0, left: 0 },
      before: [{ number: 3, people: 0 }],
    },
  );
});

test('a missed turn returns to the front once, and then the place is gone', async () => {
  const ledger = await freshLedger();
  const [a = '', b = ''] = newPlaces(2);
  await join(ledger, [a, b]);
  await step(ledger, { perSecond: 10_000, maxTurns: 1 });
  await endTurn(a);
  assert.equal((await step(ledger, PAUSED)).missed, 1);
  const [again] = await askPlaces(ledger, LINE, { turnMs: 1, places: [a] });
  assert.deepEqual(again, { state: 'waiting', number: 1, hasMissed: true, before: 0 });
  await step(ledger, { perSecond: 10_000, maxTurns: 1 });
  await endTurn(a);
  // Without a step: the turn is over by the clock.
  assert.deepEqual(await askPlaces(ledger, LINE, { turnMs: 1, places: [a] }), [undefined]);
  const [joined] = await join(ledger, [a]);
  assert.ok(joined?.outcome === 'joined' && joined.isNew && joined.place.state === 'waiting');
  assert.equal(joined.place.number, 3);
  const { missed, left } = await readLineState(ledger, LINE);
  assert.deepEqual({ missed, left }, { missed: 2, left: 1 });
});

test('the pace is kept over all processes, in fractions of a person', async () => {
  const ledger = await freshLedger();
  await join(ledger, newPlaces(20));
  const key = lineKey(0, EVENT_ID);
  const admitted: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    const { nowMs } = await step(ledger, PAUSED);
    await server.command('HSET', key, 'stepAt', String(nowMs - 10_000));
    const result = await stepLine(ledger, LINE, {
      rules: ALWAYS,
      pace: { perSecond: 1.5, maxTurns: 100 },
    });
    assert.ok(result.outcome === 'stepped');
    admitted.push(result.admitted);
    const next = await stepLine(ledger, LINE, { rules: ALWAYS, pace: FAST });
    assert.deepEqual(next, { outcome: 'recent' });
  }
  assert.deepEqual(admitted, [1, 2, 1, 2, 1, 2, 1, 2]);
});

test('a network that asks for very many places gets the further ones later', async () => {
  const ledger = await freshLedger();
  const joins = newPlaces(40).map((place) => ({ place, network: 'n1' }));
  const rules = { ...ALWAYS, placesPerNetwork: 3 };
  const joined = await joinLine(ledger, LINE, { rules, joins });
  const states = joined.map((each) => (each.outcome === 'joined' ? each.place : undefined));
  assert.deepEqual(
    states.slice(0, 3).map((place) => place?.state),
    ['waiting', 'waiting', 'waiting'],
  );
  const due = states.slice(3).map((place) => (place?.state === 'slowed' ? place.dueAtMs : 0));
  const first = due[0] ?? 0;
  assert.deepEqual(
    due,
    due.map((_, i) => first + Math.min(i * 10_000, 290_000)),
  );
  const [other] = await joinLine(ledger, LINE, {
    rules,
    joins: [{ place: newPlaces(1)[0] ?? '', network: 'n2' }],
  });
  assert.ok(other?.outcome === 'joined' && other.place.state === 'waiting');
  assert.equal(other.place.number, 4);
});

test('a turn gets longer ten times, while the event is on sale', async () => {
  const ledger = await freshLedger();
  await putEvent(ledger, []);
  const [a = '', b = ''] = newPlaces(2);
  await join(ledger, [a, b]);
  await step(ledger, { perSecond: 10_000, maxTurns: 1 });
  const more = async (place: string) => await extendTurn(ledger, LINE, { turnMs: 60_000, place });
  const first = await more(a);
  assert.ok(first.outcome === 'extended' && first.place.state === 'turn');
  assert.equal(first.place.extensions, 1);
  await putEvent(ledger, [], { status: 'paused' });
  assert.equal((await more(a)).outcome, 'no-more-time');
  await putEvent(ledger, []);
  for (let i = 2; i <= 10; i += 1) assert.equal((await more(a)).outcome, 'extended');
  const last = await more(a);
  assert.ok(last.outcome === 'no-more-time' && last.place.state === 'turn');
  assert.equal(last.place.endsAtMs, first.place.endsAtMs + 9 * 120_000);
  assert.equal((await more(b)).outcome, 'not-your-turn');
  assert.deepEqual(await more('nobody'), { outcome: 'no-place' });
});

test('who leaves is gone, and who closes the page is gone after ten minutes unless they come back', async () => {
  const ledger = await freshLedger();
  const [a = '', b = '', c = ''] = newPlaces(3);
  await join(ledger, [a, b, c]);
  assert.equal(await leaveLine(ledger, LINE, a), true);
  assert.equal(await leaveLine(ledger, LINE, a), false);
  assert.equal(await goAway(ledger, LINE, a), false);
  assert.equal(await goAway(ledger, LINE, b), true);
  assert.equal(await goAway(ledger, LINE, c), true);
  const long = String(Date.now() - 600_001);
  await server.command('ZADD', AWAY, long, b, long, c);
  await askPlaces(ledger, LINE, { turnMs: 1, places: [c] });
  assert.equal((await step(ledger, PAUSED)).removed, 1);
  assert.deepEqual([...(await recordsOf(ledger)).keys()], [c]);
  assert.equal((await readLineState(ledger, LINE)).left, 2);
});

test('a second tab keeps the place that the first one said to be away: by joining as by asking', async () => {
  const ledger = await freshLedger();
  const [waiting = '', turn = '', asks = '', gone = ''] = newPlaces(4);
  const places = [turn, waiting, asks, gone];
  await join(ledger, places);
  await step(ledger, { perSecond: 10_000, maxTurns: 1 });
  const long = String(Date.now() - 600_001);
  for (const place of places) {
    assert.equal(await goAway(ledger, LINE, place), true);
    await server.command('ZADD', AWAY, long, place);
  }
  const rejoined = await join(ledger, [waiting, turn]);
  assert.deepEqual(
    rejoined.map((each) => each.outcome === 'joined' && each.isNew),
    [false, false],
  );
  await askPlaces(ledger, LINE, { turnMs: 300_000, places: [asks] });
  assert.equal((await readLineState(ledger, LINE)).away, 1);
  assert.equal((await step(ledger, PAUSED)).removed, 1);
  assert.deepEqual(new Set((await recordsOf(ledger)).keys()), new Set([waiting, turn, asks]));
});

test('an automatic line takes nobody until it is opened, and is switched off when it is empty', async () => {
  const ledger = await freshLedger();
  const rules = { ...ALWAYS, opensAtMs: 'automatic' } as const;
  const [a = ''] = newPlaces(1);
  assert.deepEqual(await join(ledger, [a], rules), [{ outcome: 'off' }]);
  assert.equal((await step(ledger, FAST, rules)).phase, 'none');
  assert.equal(await openLine(ledger, LINE), 'open');
  assert.equal(await server.command('HGET', lineKey(0, EVENT_ID), 'opened'), '1');
  await join(ledger, [a], rules);
  assert.equal(await switchOffLine(ledger, LINE), false);
  await leaveLine(ledger, LINE, a);
  assert.equal(await switchOffLine(ledger, LINE), true);
  assert.equal(await server.command('HGET', lineKey(0, EVENT_ID), 'opened'), '0');
  assert.deepEqual(await join(ledger, [a], rules), [{ outcome: 'off' }]);
});

// As if the time of the turn had passed.
async function endTurn(place: string): Promise<void> {
  const places = linePlacesKey(0, EVENT_ID);
  const record = String(await server.command('HGET', places, place)).split(' ');
  record[3] = String(Date.now() - 1);
  await server.command('HSET', places, place, record.join(' '));
  await server.command('ZADD', lineTurnsKey(0, EVENT_ID), record[3], place);
}
