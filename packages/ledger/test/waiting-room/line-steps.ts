import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  askPlaces,
  closeLobby,
  drawLots,
  extendTurn,
  goAway,
  joinLine,
  leaveLine,
  type Ledger,
  lineDrawKey,
  lineKey,
  linePlacesKey,
  type LineRules,
  lineTurnsKey,
  lotOf,
  numbersOf,
  openLine,
  switchOffLine,
} from '../../src/index.ts';
import { EVENT_ID, putEvent } from '../test-ledger.ts';
import { type LineModel, PER_NETWORK } from './line-model.ts';
import {
  AWAY,
  INDEXES,
  LINE,
  newPlaces,
  step as stepNow,
  recordsOf,
  textOfPlace,
} from './test-line.ts';

// What may happen in the history of a line: each step is taken on the real one and on the model, and both must give
// the same answer.

export interface Play {
  ledger: Ledger;
  model: LineModel;
  /** How often time was made to pass, which orders what became due. */
  moments: number;
}

type Step = (play: Play) => Promise<void>;

const TURN_MS = 300_000;
const FAR = Date.now() + 10 * 86_400_000;
const PLACES = newPlaces(5);

const someone = fc.constantFrom(...PLACES);

// One of those in a state, where there is one: much would be rare otherwise.
function oneOf(model: LineModel, letter: string, other: string): string {
  const is = (place: string) => model.places.get(place)?.letter === letter;
  return is(other) ? other : (PLACES.find(is) ?? other);
}

const join = fc
  .array(fc.record({ place: someone, network: fc.constantFrom('a', 'b', 'c', 'd') }), {
    ...{ minLength: 1, maxLength: 4 },
  })
  .map((joins): Step => async ({ ledger, model }) => {
    const joined = await joinLine(ledger, LINE, { rules: rulesOf(model), joins });
    const words = joined.map((each) =>
      each.outcome === 'joined' ? (each.isNew ? '+' : '') + textOfPlace(each.place) : each.outcome,
    );
    assert.deepEqual(words, model.join(joins));
  });

const ask = fc
  .array(someone, { minLength: 1, maxLength: 3 })
  .map((places): Step => async (play) => {
    const { ledger, model } = play;
    const own = await askPlaces(ledger, LINE, { turnMs: TURN_MS, places });
    assert.deepEqual(
      own.map((each) => each && textOfPlace(each)),
      places.map((place) => model.ask(place)),
    );
  });

const leaving = fc.record({
  other: someone,
  letter: fc.constantFrom('m', 'd', 's', '?', '?', '?'),
});
const leave = leaving.map(({ other, letter }): Step => async ({ ledger, model }) => {
  const place = oneOf(model, letter, other);
  assert.equal(await leaveLine(ledger, LINE, place), model.leave(place));
});

const away = someone.map((place): Step => async ({ ledger, model }) => {
  assert.equal(await goAway(ledger, LINE, place), model.goAway(place));
});

const pace = fc.record({ admit: fc.nat(4), maxTurns: fc.nat(5) });
const step = pace.map(({ admit, maxTurns }): Step => async ({ ledger, model }) => {
  // In the time between two steps.
  const limits = { perSecond: admit * 5, maxTurns };
  const {
    outcome: _,
    nowMs: _now,
    hasMore: _more,
    ...done
  } = await stepNow(ledger, limits, rulesOf(model));
  assert.deepEqual(done, model.step({ admit, maxTurns }));
});

const extend = fc
  .record({ place: someone, isOnSale: fc.boolean() })
  .map(({ place, isOnSale }): Step => async ({ ledger, model }) => {
    await putEvent(ledger, [], { status: isOnSale ? 'on_sale' : 'paused' });
    const { outcome } = await extendTurn(ledger, LINE, { turnMs: TURN_MS, place });
    assert.equal(outcome, model.extend(place, isOnSale));
  });

const time = fc
  .constantFrom<LineModel['time']>('before', 'lobby', 'lobby', 'open', 'open', 'open', 'automatic')
  .map((now): Step => async ({ model }) => {
    await Promise.resolve();
    model.time = now;
  });

const open = fc.constant<Step>(async ({ ledger, model }) => {
  assert.equal(await openLine(ledger, LINE), model.openLine());
});

const switchOff = fc.constant<Step>(async ({ ledger, model }) => {
  assert.equal(await switchOffLine(ledger, LINE), model.switchOff());
});

const list = fc.constant<Step>(async ({ ledger, model }) => {
  if (model.phase === 'drawing') model.isListed = true;
  const { outcome } = await closeLobby(ledger, LINE);
  const listed = model.phase === 'drawing' ? 'listed' : 'not-closed';
  assert.equal(outcome, model.isDrawn ? 'drawn' : listed);
});

const draw = fc.constant<Step>(async ({ ledger, model }) => {
  if (model.phase !== 'drawing' || !model.isListed) {
    assert.equal((await drawLots(ledger, LINE)).outcome, model.isDrawn ? 'drawn' : 'not-closed');
    return;
  }
  const [key, secret] = [lineKey(0, EVENT_ID), lineDrawKey(0, EVENT_ID)];
  await ledger.redis.command(key, ['HSET', key, 'drawAt', '1']);
  const seed = String(await ledger.redis.command(secret, ['HGET', secret, 'seed']));
  const numbers = await numbersOf(seed, model.lobby.map(lotOf));
  assert.deepEqual(await drawLots(ledger, LINE), { outcome: 'drawn' });
  model.draw(new Map(model.lobby.map((place) => [place, numbers.get(lotOf(place)) ?? 0])));
});

// Time passes for one place: its turn is over, it gets its number, or it was away for long.
const passing = fc.record({ other: someone, letter: fc.constantFrom('d', 't', '?') });
const pass = passing.map(({ other, letter }): Step => async (play) => {
  const { ledger, model } = play;
  const place = oneOf(model, letter, other);
  const own = model.places.get(place);
  play.moments += 1;
  const at = String(play.moments);
  if (own?.letter === 't' || own?.letter === 'd') {
    own.due ??= play.moments;
    const record = (await recordsOf(ledger)).get(place)?.split(' ') ?? [];
    record[own.letter === 't' ? 3 : 1] = String(own.due);
    await set(ledger, place, record.join(' '));
    const key = INDEXES[own.letter];
    await ledger.redis.command(key, ['ZADD', key, String(own.due), place]);
  }
  if (!model.away.has(place)) return;
  model.longAway.add(place);
  await ledger.redis.command(AWAY, ['ZADD', AWAY, at, place]);
});

// What placing an order does, and its end without tickets.
const order = someone.map((other): Step => async (play) => {
  const { ledger, model } = play;
  const place = oneOf(model, 't', other);
  play.moments += 1;
  if (!model.order(place, `o${play.moments}`)) return;
  const [, number, flags, endsAt] = (await recordsOf(ledger)).get(place)?.split(' ') ?? [];
  await set(ledger, place, `s ${number} ${flags} ${endsAt} o${play.moments}`);
  const key = lineTurnsKey(0, EVENT_ID);
  await ledger.redis.command(key, ['ZREM', key, place]);
  await served(ledger, '1');
});

const giveBack = someone.map((other): Step => async ({ ledger, model }) => {
  const place = oneOf(model, 's', other);
  if (!model.giveBack(place)) return;
  const [, number, flags, endsAt = ''] = (await recordsOf(ledger)).get(place)?.split(' ') ?? [];
  await set(ledger, place, `t ${number} ${flags} ${endsAt} 1 0`);
  const key = lineTurnsKey(0, EVENT_ID);
  await ledger.redis.command(key, ['ZADD', key, endsAt, place]);
  await served(ledger, '-1');
});

/** Any step. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: join },
  { weight: 6, arbitrary: step },
  { weight: 4, arbitrary: ask },
  { weight: 4, arbitrary: pass },
  { weight: 2, arbitrary: time },
  { weight: 3, arbitrary: leave },
  { weight: 2, arbitrary: away },
  { weight: 4, arbitrary: order },
  { weight: 2, arbitrary: list },
  { weight: 2, arbitrary: draw },
  ...[extend, open, switchOff, giveBack],
);

function rulesOf({ time: now }: LineModel): LineRules {
  const same = { turnMs: TURN_MS, placesPerNetwork: PER_NETWORK };
  if (now === 'automatic') return { ...same, opensAtMs: now, lobbyFromMs: undefined };
  return {
    ...same,
    opensAtMs: now === 'open' ? 1 : FAR,
    lobbyFromMs: now === 'before' ? FAR - 1 : 1,
  };
}

async function set(ledger: Ledger, place: string, record: string): Promise<void> {
  const key = linePlacesKey(0, EVENT_ID);
  await ledger.redis.command(key, ['HSET', key, place, record]);
}

async function served(ledger: Ledger, by: string): Promise<void> {
  const key = lineKey(0, EVENT_ID);
  await ledger.redis.command(key, ['HINCRBY', key, 'served', by]);
}
