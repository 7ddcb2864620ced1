import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import {
  audit,
  claimEntries,
  eventKey,
  finishOrders,
  type FinishStep,
  holdsKey,
  type Ledger,
  logReadersKey,
  moveToDeadLetters,
  type NewOrder,
  openPaymentsKey,
  orderAddress,
  placeOrders,
  poolsKey,
  readDeadLetters,
  replayDeadLetter,
  settleOrders,
  stockKey,
  type StreamEntry,
} from '../../src/index.ts';
import { ORDER_STATES } from '../../src/orders/order-states.ts';
import { orderOf, read, startLedgerRedis } from '../test-ledger.ts';
import { openShow, readShow, writeHash } from './order-life-data.ts';
import { CAPACITY, Model, type ModelOrder, TICKETS, type Wanted } from './order-life-model.ts';
import { withoutZeros } from './order-life-model.ts';

// Random histories of orders, from placing to the last refund, run on a real Redis and on a model. After
// each step both must have given the same answers and hold the same data: books, pools, counts, indexes,
// what customers have, the order log, the backlog and every order.

const RUNS = 2000;
const MAX_BACKLOG = 12;
const HOUR_MS = 3_600_000;

/** The state of a history: the real ledger, the model, and what the workers have read. */
interface Play {
  ledger: Ledger;
  model: Model;
  /** Every order ever tried, for retries. */
  tried: Try[];
  /** Delivered to a worker and not settled. */
  delivered: StreamEntry[];
  /** Settled, but a network may deliver them again. */
  settled: StreamEntry[];
}

interface Try {
  order: NewOrder;
  inModel: ModelOrder;
}

const STEPS = [
  ...(['confirm', 'expire', 'cancel', 'refund', 'open-payment', 'return-payment'] as const),
];

const CHANGES = 'pc ph ps pb pl pn pf fp hc hx hk ho oc ox oh xc ck cr';

type Step = (play: Play) => Promise<void>;
type Generated<A> = A extends fc.Arbitrary<infer T> ? T : never;

const few = fc.integer({ min: 1, max: 3 });
const qty = fc.nat({ max: 2 });
const basket: fc.Arbitrary<Wanted> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ adult: qty, child: qty, box: qty }) },
  { weight: 1, arbitrary: fc.record({ talk: few }) },
  { weight: 1, arbitrary: fc.record({ relic: few }) },
);
const maybe = (...values: string[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const purchase = fc.record({
  wanted: basket.map(withoutZeros).filter((wanted) => Object.keys(wanted).length > 0),
  isHeld: fc.boolean(),
  customer: maybe('anna'.padEnd(22, '-'), 'boris'.padEnd(22, '-')),
  client: maybe('client-1'.padEnd(22, '_'), 'client-2'.padEnd(22, '_')),
  key: fc.option(fc.constantFrom('k1', 'k2'), { nil: undefined, freq: 3 }),
});
const pick = fc.noBias(fc.nat());
const finishStep = fc.record({
  pick,
  // Each step, with the states of the order that it is taken with: mostly where it may be taken.
  move: fc.oneof(
    fc.constantFrom(
      ...([
        ['open-payment', 'h'],
        ['open-payment', 'h'],
        ['return-payment', 'o'],
      ] as const),
      ...([
        ['confirm', 'ho'],
        ['confirm', 'x'],
        ['expire', 'ho'],
        ['expire', 'ho'],
      ] as const),
      ...([
        ['cancel', 'h'],
        ['cancel', 'c'],
        ['refund', 'c'],
      ] as const),
    ),
    fc.tuple(fc.constantFrom(...STEPS), fc.constant('phocsblnfxkr')),
  ),
  cause: fc.constantFrom('pay-1', 'pay-2', 'staff'),
});
const status = fc.constantFrom('on_sale', 'on_sale', 'on_sale', 'paused', 'closed', 'cancelled');

// Named, so that a history that fails can be read.
function steps<Argument>(
  weight: number,
  arbitrary: fc.Arbitrary<Argument>,
  take: (play: Play, argument: Argument) => Promise<void>,
): fc.WeightedArbitrary<Step> {
  const named = arbitrary.map((argument) =>
    Object.assign((play: Play) => take(play, argument), {
      [fc.toStringMethod]: () => `${take.name} ${fc.stringify(argument)}`,
    }),
  );
  return { weight, arbitrary: named };
}

const nothing = fc.constant(undefined);
const step: fc.Arbitrary<Step> = fc.oneof(
  steps(6, fc.array(purchase, { minLength: 2, maxLength: 5 }), sell),
  steps(3, fc.array(purchase, { minLength: 1, maxLength: 5 }), place),
  steps(1, pick, placeAgain),
  steps(3, fc.record({ consumer: fc.constantFrom('worker-1', 'worker-2'), count: few }), readSome),
  steps(3, few, settleSome),
  steps(1, few, settleLatest),
  steps(1, nothing, crashAndReclaim),
  steps(1, few, deliverAgain),
  steps(2, nothing, deadLetterOne),
  steps(2, nothing, replayAll),
  steps(12, fc.array(finishStep, { minLength: 2, maxLength: 5 }), finish),
  steps(3, fc.record({ pick, isPaymentPast: fc.boolean() }), passTime),
  steps(2, fc.record({ book: fc.constantFrom(...Object.keys(CAPACITY)), size: fc.nat(8) }), resize),
  steps(1, fc.record({ event: fc.constantFrom('show', 'lecture'), status }), setStatus),
  steps(1, fc.boolean(), setReader),
);

async function place(play: Play, purchases: Generated<typeof purchase>[]): Promise<void> {
  await placeAll(play, purchases.map(tryOf));
}

async function sell(play: Play, purchases: Generated<typeof purchase>[]): Promise<void> {
  await place(play, purchases);
  await settleAll(play);
}

async function settleAll(play: Play): Promise<void> {
  await readSome(play, { consumer: 'worker-1', count: 100 });
  await settleSome(play, 100);
}

function tryOf({ wanted, isHeld, customer, client, key }: Generated<typeof purchase>): Try {
  const [ticket = ''] = Object.keys(wanted);
  const eventId = TICKETS[ticket]?.event ?? 'old-show';
  const items = Object.entries(wanted).map(([id, count]) => `${id}:${count}`);
  const order = orderOf(items.join(','), {
    eventId,
    ...(isHeld ? { holdMs: HOUR_MS } : {}),
    ...(customer === undefined ? {} : { customerKey: customer }),
    ...(client === undefined ? {} : { clientKey: client }),
    idempotencyKey: key,
  });
  const inModel: ModelOrder = {
    ...{
      id: order.id,
      eventId,
      wanted,
      isHeld,
      customer,
      client,
      letter: 'p',
      cause: '',
      paid: '',
    },
    ...{ isDeadlinePast: false, isPaymentPast: false, returned: {}, unsold: {} },
  };
  return { order, inModel };
}

// The reply to the first attempt was lost, so the gateway repeats it.
async function placeAgain(play: Play, pick: number): Promise<void> {
  const tried = play.tried[pick % play.tried.length];
  if (tried !== undefined) await placeAll(play, [tried]);
}

async function placeAll({ ledger, model, tried }: Play, tries: Try[]): Promise<void> {
  tried.push(...tries);
  const orders = tries.map(({ order }) => order);
  const placements = await placeOrders(ledger, 0, { orders, maxBacklog: MAX_BACKLOG });
  const answers = placements.map((placement) => {
    if (placement.outcome === 'duplicate') return `duplicate ${placement.orderId}`;
    if (placement.outcome === 'not-on-sale') return `not-on-sale ${placement.why}`;
    return placement.outcome;
  });
  const expected = tries.map(({ order, inModel }) =>
    model.place(inModel, { key: order.idempotencyKey, room: MAX_BACKLOG }),
  );
  assert.deepEqual(answers, expected);
}

async function readSome(
  { ledger, model, delivered }: Play,
  { consumer, count }: { consumer: string; count: number },
): Promise<void> {
  // Reading an empty stream would block for a while.
  if (model.in('p').length === delivered.length) return;
  delivered.push(...(await read(ledger, { consumer, count })));
}

async function settleSome(play: Play, count: number): Promise<void> {
  await settle(play, play.delivered.splice(0, count));
}

// Another worker overtakes the one that holds the earlier entries.
async function settleLatest(play: Play, count: number): Promise<void> {
  await settle(play, play.delivered.splice(-count));
}

async function settle({ ledger, model, settled }: Play, entries: StreamEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const expected = entries.map((entry) => model.settle(entry.orderId));
  assert.deepEqual(await settleOrders(ledger, 0, entries), expected);
  settled.push(...entries);
}

// A worker died holding entries; another one claims everything unsettled.
async function crashAndReclaim(play: Play): Promise<void> {
  const claim = { consumer: 'heir', minIdleMs: 0, count: 100, start: '-' };
  const { entries, lost } = await claimEntries(play.ledger.redis, 0, claim);
  assert.deepEqual(lost, []);
  const ids = (delivered: StreamEntry[]) => delivered.map((entry) => entry.id).toSorted();
  assert.deepEqual(ids(entries), ids(play.delivered));
  play.delivered = entries;
}

// The worker was only slow: it settles entries that another has settled meanwhile.
async function deliverAgain({ ledger, model, settled }: Play, count: number): Promise<void> {
  // One that became a dead letter and was replayed is pending again.
  const entries = settled
    .slice(-count)
    .filter(({ orderId }) => model.orders.get(orderId)?.letter !== 'p');
  if (entries.length === 0) return;
  const settlements = await settleOrders(ledger, 0, entries);
  assert.deepEqual([...new Set(settlements)], ['already-settled']);
}

async function deadLetterOne({ ledger, model, delivered, settled }: Play): Promise<void> {
  const entry = delivered.shift();
  if (entry === undefined) return;
  assert.ok(await moveToDeadLetters(ledger, 0, { entry, error: 'poison', deliveries: 5 }));
  model.deadLetter(entry.orderId);
  settled.push(entry);
}

async function replayAll({ ledger, model }: Play): Promise<void> {
  for await (const letter of readDeadLetters(ledger)) {
    assert.equal(await replayDeadLetter(ledger, letter), 'replayed');
    model.replay(letter.orderId);
  }
}

async function finish(
  { ledger, model }: Play,
  wanted: Generated<typeof finishStep>[],
): Promise<void> {
  const steps = wanted.flatMap(({ pick, move: [step, from], cause }) => {
    const orders = model.in(from);
    const orderId = orders[pick % orders.length]?.id;
    const detail = step === 'open-payment' ? { giveUpMs: HOUR_MS } : { cause };
    return orderId === undefined ? [] : [{ orderId, step, ...detail } as FinishStep];
  });
  const expected = steps.map((step) =>
    toStatus(model.finish(step.orderId, step.step, 'cause' in step ? step.cause : '')),
  );
  const finishes = await finishOrders(ledger, 0, steps);
  const answers = finishes.map((finish) =>
    typeof finish === 'string' ? finish : `refused ${finish.refused}`,
  );
  assert.deepEqual(answers, expected);
}

const toStatus = (answer: string): string =>
  answer.replace(/^refused (.)$/, (_, letter: string) => `refused ${ORDER_STATES[letter]?.status}`);

// The deadline of one order comes to lie in the past, and the end of its open payment if that has been
// under way for long.
async function passTime(
  { ledger, model }: Play,
  { pick, isPaymentPast }: { pick: number; isPaymentPast: boolean },
): Promise<void> {
  const held = model.in('ho');
  const order = held[pick % held.length];
  if (order === undefined) return;
  const [bucket, id] = orderAddress(0, order.id);
  const record = String(await ledger.redis.command(bucket, ['HGET', bucket, id]));
  const moved = record.replace(/^(\["[ho]\d+)\/\d+(\/\d+)?/, (_, head: string, giveUp?: string) =>
    [head, '/1', giveUp !== undefined && isPaymentPast ? '/2' : (giveUp ?? '')].join(''),
  );
  await ledger.redis.command(bucket, ['HSET', bucket, id, moved]);
  if (order.letter === 'h') {
    await ledger.redis.command(holdsKey(0), ['ZADD', holdsKey(0), '1', id]);
  } else if (isPaymentPast) {
    await ledger.redis.command(openPaymentsKey(0), ['ZADD', openPaymentsKey(0), '2', id]);
    order.isPaymentPast = true;
  }
  order.isDeadlinePast = true;
}

async function resize(
  { ledger, model }: Play,
  { book, size }: { book: string; size: number },
): Promise<void> {
  if (!model.resize(book, size)) return;
  const { remaining } = model.expected().books[book]!;
  const fields = { [`${book}:capacity`]: size, [`${book}:remaining`]: remaining };
  await writeHash(ledger, book.includes('/') ? poolsKey(0) : stockKey(0), fields);
}

async function setStatus(
  { ledger, model }: Play,
  { event, status }: { event: string; status: string },
): Promise<void> {
  model.status[event] = status;
  await writeHash(ledger, eventKey(0, event), { status });
}

async function setReader({ ledger, model }: Play, isLogged: boolean): Promise<void> {
  model.isLogged = isLogged;
  const key = logReadersKey(0);
  if (isLogged) await writeHash(ledger, key, { recorder: '0-0' });
  else await ledger.redis.command(key, ['DEL', key]);
}

async function compare({ ledger, model }: Play): Promise<void> {
  const { log, data } = await readShow(ledger, model);
  assert.deepEqual(data, model.expected());
  const expected = model.takeLog();
  assert.deepEqual(
    log.flatMap((changes) => changes.split(' ')),
    expected,
  );
}

// Durability does not matter here, and thousands of sales would mean many syncs.
const { server, freshLedger } = await startLedgerRedis({ args: ['--appendonly', 'no'] });

test('no history of orders oversells, loses, doubles or miscounts anything', async () => {
  const ledger = await freshLedger();
  const seen: Record<string, number> = {};
  const history = fc.array(step, { minLength: 20, maxLength: 30, size: 'large' });
  await fc.assert(
    fc.asyncProperty(history, async (history) => {
      await server.command('FLUSHALL');
      await openShow(ledger);
      const play: Play = { ledger, model: new Model(), tried: [], delivered: [], settled: [] };
      for (const take of history) {
        await take(play);
        await compare(play);
      }
      // Finally everything left is settled.
      await settleAll(play);
      await compare(play);
      assert.deepEqual((await audit(ledger)).problems, []);
      for (const [change, count] of play.model.changes) seen[change] = (seen[change] ?? 0) + count;
    }),
    { numRuns: RUNS, seed: TEST_SEED },
  );
  for (const change of CHANGES.split(' ')) {
    const count = seen[change] ?? 0;
    assert.ok(count > RUNS / 100, `${change} happened only ${count} times: too few to prove much`);
  }
});
