import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cancelOrder,
  changeEventStatus,
  claimEntries,
  correctOrder,
  type EventDocument,
  finishOrders,
  type FinishStep,
  holdsKey,
  type Ledger,
  linePlacesKey,
  lineTurnsKey,
  logReadersKey,
  moveToDeadLetters,
  nameHolder,
  type NewOrder,
  openPaymentsKey,
  orderVersion,
  orderAddress,
  placeOrders,
  readDeadLetters,
  readEvent,
  readOrderRecord,
  refundTickets,
  replayDeadLetter,
  requestCancel,
  settleOrders,
  type StreamEntry,
  writeEvent,
} from '../../src/index.ts';
import { removeOrders } from '../../src/archive/remove-orders.ts';
import { ORDER_STATES } from '../../src/orders/order-states.ts';
import { orderOf, read } from '../test-ledger.ts';
import { writeCode, writeHash } from './order-life-data.ts';
import {
  type CodeName,
  EVENT_OF,
  LECTURE,
  type Model,
  type ModelOrder,
  ROOM,
  SHOW,
  type Ticket,
  type Wanted,
  withoutZeros,
} from './order-life-model.ts';

// What may happen in a history: each step is taken on the real ledger and on the model, and both must give
// the same answer.

/** The state of a history: the real ledger, the model, and what the workers have read. */
export interface Play {
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

export type Step = (play: Play) => Promise<void>;

const MAX_BACKLOG = 12;
const HOUR_MS = 3_600_000;
const ALL = 'phocsblndfxkr';
const STEPS = [
  ...(['confirm', 'expire', 'cancel', 'refund', 'open-payment', 'return-payment'] as const),
];

const few = fc.integer({ min: 1, max: 3 });
const qty = fc.nat({ max: 2 });
const basket: fc.Arbitrary<Wanted> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ adult: qty, child: qty, box: qty }) },
  { weight: 1, arbitrary: fc.record({ talk: few }) },
  { weight: 1, arbitrary: fc.record({ relic: few }) },
);
const maybe = (...values: string[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const CUSTOMERS = ['anna'.padEnd(22, '-'), 'boris'.padEnd(22, '-')];
const PLACES = ['p'.repeat(22), 'q'.repeat(22)];
const codeName = fc.constantFrom<CodeName>('TEN', 'CREW');
const purchaseCode = fc.option(codeName, { nil: undefined, freq: 2 });
const purchase = fc.record({
  wanted: basket.map(withoutZeros).filter((wanted) => Object.keys(wanted).length > 0),
  isHeld: fc.boolean(),
  customer: maybe(...CUSTOMERS),
  client: maybe('client-1'.padEnd(22, '_'), 'client-2'.padEnd(22, '_')),
  place: maybe(...PLACES),
  code: purchaseCode,
  key: fc.option(fc.constantFrom('k1', 'k2'), { nil: undefined, freq: 3 }),
});
const pick = fc.noBias(fc.nat());
const cause = fc.constantFrom('pay-1', 'pay-2', 'staff');
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
        ['expire', 'o'],
      ] as const),
      ...([
        ['expire', 'h'],
        ['cancel', 'h'],
        ['cancel', 'c'],
        ['refund', 'c'],
      ] as const),
    ),
    fc.tuple(fc.constantFrom(...STEPS), fc.constant(ALL)),
  ),
  cause,
});
const refund = fc.record({
  ...{ pick, id: fc.constantFrom('r-1', 'r-2', 'r-3'), isRestocked: fc.boolean() },
  /** Which of its tickets, as bits; 0 for those that are left. */
  mask: fc.nat({ max: 63 }),
});
const eventStep = fc.record({
  eventId: fc.constantFrom(SHOW, LECTURE),
  step: fc.constantFrom(...(['pause', 'resume', 'resume', 'close', 'reopen', 'cancel'] as const)),
});
const resizing = fc.record({
  book: fc.constantFrom('adult', 'child', 'box', ROOM),
  size: fc.nat(8),
});
const isOff = fc.constantFrom(true, false, false, false);
const window = fc.record({
  ticket: fc.constantFrom('adult', 'box'),
  why: fc.constantFrom('early', 'over', undefined, undefined),
});

const lateOrder = fc.record({
  wanted: fc.constantFrom<Wanted>({ adult: 1 }, { box: 1 }),
  place: fc.constantFrom(...PLACES),
  code: purchaseCode,
  end: fc.constantFrom(...(['expires', 'expires', 'is given up'] as const)),
  meanwhile: fc.constantFrom(...(['nothing', 'orders', 'turn ends', 'code ends'] as const)),
});

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

/** One step of a history. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  steps(8, fc.array(purchase, { minLength: 2, maxLength: 5 }), sell),
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
  steps(3, pick, expireOne),
  steps(3, fc.record({ pick, cause }), payLate),
  steps(2, pick, askToCancel),
  steps(1, fc.record({ pick, cause }), cancelWithoutRestock),
  steps(3, refund, refundSome),
  steps(1, fc.record({ pick, name: fc.constantFrom('Ada', 'Bo') }), nameOne),
  steps(1, fc.record({ pick, customer: fc.constantFrom(...CUSTOMERS) }), correctOne),
  steps(2, resizing, resize),
  steps(1, fc.subarray(['child', 'box']), moveIntoRoom),
  steps(1, window, setWindow),
  steps(2, eventStep, takeEventStep),
  steps(2, fc.constantFrom(true, true, false), needTurn),
  steps(4, fc.constantFrom(...PLACES), giveTurn),
  steps(1, fc.record({ place: fc.constantFrom(...PLACES), isNoticed: fc.boolean() }), endTurn),
  steps(2, fc.record({ name: codeName, uses: few, isOff }), setCode),
  steps(3, lateOrder, comeLate),
  steps(1, fc.boolean(), setReader),
  steps(1, fc.array(pick, { maxLength: 3 }), archive),
);

type Generated<A> = A extends fc.Arbitrary<infer T> ? T : never;

async function sell(play: Play, purchases: Generated<typeof purchase>[]): Promise<void> {
  await place(play, purchases);
  await settleAll(play);
}

async function place(play: Play, purchases: Generated<typeof purchase>[]): Promise<void> {
  await placeAll(play, purchases.map(tryOf));
}

function tryOf({
  wanted,
  isHeld,
  key,
  place: ofPlace,
  code: name,
  ...tags
}: Generated<typeof purchase>): Try {
  const [ticket = ''] = Object.keys(wanted);
  const eventId = EVENT_OF[ticket] ?? 'old-show';
  // Without rules there are no limits either.
  const { customer, client } =
    EVENT_OF[ticket] === undefined ? { customer: undefined, client: undefined } : tags;
  const isShow = eventId === SHOW;
  const place = isShow ? ofPlace : undefined;
  const uses = name === undefined || !isShow ? 0 : name === 'TEN' ? 1 : (wanted['adult'] ?? 0);
  const code = uses === 0 ? undefined : name;
  const items = Object.entries(wanted).map(([id, count]) => `${id}:${count}`);
  const order = orderOf(items.join(','), {
    eventId,
    ...(isHeld ? { holdMs: HOUR_MS } : {}),
    ...(customer === undefined ? {} : { customerKey: customer }),
    ...(client === undefined ? {} : { clientKey: client }),
    ...(place === undefined ? {} : { place }),
    ...(code === undefined ? {} : { codeUse: { code, uses }, extras: { code } }),
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
      place,
      code,
      uses,
      letter: 'p',
      cause: '',
      paid: '',
    },
    ...{ isDeadlinePast: false, isPaymentPast: false, refunds: [], names: {} },
  };
  return { order, inModel };
}

// The reply to the first attempt was lost, so the gateway repeats it.
async function placeAgain(play: Play, pick: number): Promise<void> {
  // Not after days, when the order is archived.
  const tried = play.tried.filter(({ order }) => !isArchived(play.model, order.id));
  const again = tried[pick % tried.length];
  if (again !== undefined) await placeAll(play, [again]);
}

const isArchived = (model: Model, orderId: string): boolean =>
  model.archived.some(({ id }) => id === orderId);

async function placeAll({ ledger, model, tried }: Play, tries: Try[]): Promise<void> {
  tried.push(...tries);
  const orders = tries.map(({ order }) => order);
  const placements = await placeOrders(ledger, 0, { orders, maxBacklog: MAX_BACKLOG });
  const answers = placements.map((placement) => {
    if (placement.outcome === 'duplicate') return `duplicate ${placement.orderId}`;
    if (placement.outcome === 'code') return `code ${placement.why}`;
    if (placement.outcome === 'not-on-sale') return `not-on-sale ${placement.why}`;
    return placement.outcome;
  });
  const expected = tries.map(({ order, inModel }) =>
    model.place(inModel, { key: order.idempotencyKey, room: MAX_BACKLOG }),
  );
  assert.deepEqual(answers, expected);
}

/** Lets a worker read and settle everything. */
export async function settleAll(play: Play): Promise<void> {
  await readSome(play, { consumer: 'worker-1', count: 100 });
  await settleSome(play, 100);
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
    .filter(({ orderId }) => (model.orders.get(orderId)?.letter ?? 'p') !== 'p');
  if (entries.length === 0) return;
  const settlements = await settleOrders(ledger, 0, entries);
  assert.deepEqual([...new Set(settlements)], ['already-settled']);
}

async function deadLetterOne(play: Play): Promise<void> {
  await readSome(play, { consumer: 'worker-1', count: 1 });
  const entry = play.delivered.shift();
  if (entry !== undefined) await giveUp(play, entry);
}

async function giveUp({ ledger, model, settled }: Play, entry: StreamEntry): Promise<void> {
  assert.ok(await moveToDeadLetters(ledger, 0, { entry, error: 'poison', deliveries: 5 }));
  model.deadLetter(entry.orderId);
  settled.push(entry);
}

async function replayAll({ ledger, model }: Play): Promise<void> {
  for await (const letter of readDeadLetters(ledger)) {
    const expected = model.replay(letter.orderId);
    assert.equal(await replayDeadLetter(ledger, letter), expected);
  }
}

async function finish(play: Play, wanted: Generated<typeof finishStep>[]): Promise<void> {
  const steps = wanted.flatMap(({ pick, move: [step, from], cause }) => {
    const orderId = pickOrder(play.model, from, pick);
    const detail = step === 'open-payment' ? { giveUpMs: HOUR_MS } : { cause };
    return orderId === undefined ? [] : [{ orderId, step, ...detail } as FinishStep];
  });
  await takeSteps(play, steps);
}

async function takeSteps({ ledger, model }: Play, steps: FinishStep[]): Promise<void> {
  const expected = steps.map((step) =>
    model.finish(step.orderId, step.step, 'cause' in step ? step.cause : ''),
  );
  const answers = await finishOrders(ledger, 0, steps);
  assert.deepEqual(answers.map(wordOf), expected.map(toStatus));
}

function pickOrder(model: Model, letters: string, pick: number): string | undefined {
  const orders = model.in(letters);
  return orders[pick % orders.length]?.id;
}

const wordOf = (answer: string | { refused: string }): string =>
  typeof answer === 'string' ? answer : `refused ${answer.refused}`;

// The model refuses with letters.
const toStatus = (word: string): string =>
  word.replace(/^refused (.)$/, (_, letter: string) => `refused ${ORDER_STATES[letter]?.status}`);

// The deadline of one order comes to lie in the past, and the end of its open payment if that has been
// under way for long.
async function passTime(
  { ledger, model }: Play,
  { pick, isPaymentPast }: { pick: number; isPaymentPast: boolean },
): Promise<void> {
  const isPaying = isPaymentPast && model.in('o').length > 0;
  const id = pickOrder(model, isPaying ? 'o' : 'ho', pick);
  if (id === undefined) return;
  await passDeadline({ ledger, model }, id, isPaymentPast);
}

async function passDeadline(
  { ledger, model }: Pick<Play, 'ledger' | 'model'>,
  id: string,
  isPaymentPast = false,
): Promise<void> {
  const order = model.orders.get(id)!;
  const [bucket] = orderAddress(0, id);
  const record = (await readOrderRecord(ledger, id)) ?? '';
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

async function expireOne(play: Play, pick: number): Promise<void> {
  await passTime(play, { pick, isPaymentPast: true });
  const due = play.model.in('ho').filter((order) => order.isDeadlinePast);
  await takeSteps(
    play,
    due.map(({ id }) => ({ orderId: id, step: 'expire' })),
  );
}

async function payLate(
  play: Play,
  { pick, cause }: { pick: number; cause: string },
): Promise<void> {
  const orderId = pickOrder(play.model, 'x', pick);
  if (orderId !== undefined) await takeSteps(play, [{ orderId, step: 'confirm', cause }]);
}

async function askToCancel({ ledger, model }: Play, pick: number): Promise<void> {
  const id = pickOrder(model, pick % 4 === 0 ? ALL : 'h', pick);
  if (id === undefined) return;
  const expected = toStatus(model.requestCancel(id));
  assert.equal(wordOf(await requestCancel(ledger, id)), expected);
}

async function cancelWithoutRestock(
  { ledger, model }: Play,
  { pick, cause }: { pick: number; cause: string },
): Promise<void> {
  const id = pickOrder(model, 'c', pick);
  if (id === undefined) return;
  const expected = toStatus(model.cancelWithoutRestock(id, cause));
  assert.equal(wordOf(await cancelOrder(ledger, id, { cause, restock: false })), expected);
}

async function refundSome(
  { ledger, model }: Play,
  { pick, id, isRestocked, mask }: Generated<typeof refund>,
): Promise<void> {
  const orderId = pickOrder(model, pick % 8 === 0 ? ALL : 'c', pick);
  if (orderId === undefined) return;
  const masked = model.ticketsOf(orderId).filter((_, i) => (mask >> i) % 2 === 1);
  const tickets = mask === 0 ? model.ticketsLeft(orderId) : masked;
  const expected = toStatus(model.refundTickets(orderId, { id, tickets, isRestocked }));
  const request = { id, amountMinor: 0, restock: isRestocked, ...(mask === 0 ? {} : { tickets }) };
  assert.equal(wordOf(await refundTickets(ledger, orderId, request)), expected);
}

async function nameOne(
  { ledger, model }: Play,
  { pick, name }: { pick: number; name: string },
): Promise<void> {
  const id = pickOrder(model, 'c', pick);
  if (id === undefined) return;
  const tickets = model.ticketsOf(id);
  const holder = { ticket: tickets[pick % tickets.length] as Ticket, name, cause: 'office' };
  const expected = toStatus(model.nameHolder(id, holder));
  assert.equal(wordOf(await nameHolder(ledger, id, holder)), expected);
}

async function correctOne(
  { ledger, model }: Play,
  { pick, customer }: { pick: number; customer: string },
): Promise<void> {
  const id = pickOrder(model, pick % 8 === 0 ? ALL : 'hoc', pick);
  if (id === undefined) return;
  const cause = 'office';
  const expected = toStatus(model.correct(id, { customer, cause }));
  const version = orderVersion((await readOrderRecord(ledger, id)) ?? '');
  const email = `${pick}-${customer}@example.com`;
  const correction = { customer: { name: 'Ada', email, key: customer } };
  assert.equal(wordOf(await correctOrder(ledger, id, { correction, version, cause })), expected);
}

async function changeShow(
  { ledger }: Play,
  edit: (document: EventDocument) => EventDocument,
): Promise<string> {
  const { document, revision } = (await readEvent(ledger, SHOW))!;
  const result = await writeEvent(ledger, edit(document), { revision });
  return 'code' in result ? result.code : result.outcome;
}

async function resize(play: Play, { book, size }: { book: string; size: number }): Promise<void> {
  const sizes = { ...play.model.capacity, [book]: Math.max(size, 1) };
  const expected = play.model.changeShow({ capacity: sizes });
  const answer = await changeShow(play, ({ tickets, ...document }) => ({
    ...document,
    pools: [{ id: 'room', capacity: sizes[ROOM] ?? 0 }],
    tickets: tickets.map((ticket) => ({ ...ticket, capacity: sizes[ticket.id] ?? 0 })),
  }));
  assert.equal(answer, expected);
}

// The ticket types that draw on the room change, with all that is held and sold of them.
async function moveIntoRoom(play: Play, others: string[]): Promise<void> {
  // A pool without any ticket type is refused.
  const inRoom = ['adult', ...others];
  const expected = play.model.changeShow({ inRoom: new Set(inRoom) });
  const answer = await changeShow(play, ({ tickets, ...document }) => ({
    ...document,
    tickets: tickets.map(({ pool: _before, ...ticket }) =>
      inRoom.includes(ticket.id) ? { ...ticket, pool: 'room' } : ticket,
    ),
  }));
  assert.equal(answer, expected);
}

async function setWindow(
  play: Play,
  { ticket, why }: { ticket: string; why: 'early' | 'over' | undefined },
): Promise<void> {
  const [salesFrom, salesTo] = ['2980-01-01T00:00:00Z', '2020-01-01T00:00:00Z'];
  if (why === undefined) delete play.model.window[ticket];
  else play.model.window[ticket] = why;
  const answer = await changeShow(play, ({ tickets, ...document }) => ({
    ...document,
    tickets: tickets.map((each) => {
      if (each.id !== ticket) return each;
      const { salesFrom: _from, salesTo: _to, ...always } = each;
      return {
        ...always,
        ...(why === 'early' ? { salesFrom } : why === 'over' ? { salesTo } : {}),
      };
    }),
  }));
  assert.equal(answer, 'written');
}

async function takeEventStep(
  { ledger, model }: Play,
  { eventId, step }: Generated<typeof eventStep>,
): Promise<void> {
  const expected = model.takeEventStep(eventId, step);
  const result = await changeEventStatus(ledger, eventId, { step });
  assert.equal('code' in result ? result.code : result.outcome, expected);
}

async function needTurn(play: Play, isNeeded: boolean): Promise<void> {
  play.model.needsTurn = isNeeded;
  const answer = await changeShow(play, ({ waitingRoom: _before, ...document }) => ({
    ...document,
    ...(isNeeded ? { waitingRoom: { opens: 'always' } } : {}),
  }));
  assert.equal(answer, 'written');
}

const FAR_MS = 4_000_000_000_000;

async function giveTurn({ ledger, model }: Play, place: string): Promise<void> {
  if (!model.giveTurn(place)) return;
  await writeHash(ledger, linePlacesKey(0, SHOW), { [place]: `t 7 - ${FAR_MS} 1 0` });
  const turns = lineTurnsKey(0, SHOW);
  await ledger.redis.command(turns, ['ZADD', turns, String(FAR_MS), place]);
}

async function endTurn(
  { ledger, model }: Play,
  { place, isNoticed }: { place: string; isNoticed: boolean },
): Promise<void> {
  const known = model.endTurn(place, isNoticed);
  if (known === undefined) return;
  const { state, orderId } = known;
  const record = { t: 't 7 - 1 1 0', s: `s 7 - 1 ${orderId} 0`, m: 'm 7 - 1' }[state];
  await writeHash(ledger, linePlacesKey(0, SHOW), { [place]: record });
  const turns = lineTurnsKey(0, SHOW);
  if (state === 'm') await ledger.redis.command(turns, ['ZREM', turns, place]);
}

// An order of a place ends without tickets; something happens to the place or its code; then the order is to go on.
async function comeLate(
  play: Play,
  { wanted, place, code, end, meanwhile }: Generated<typeof lateOrder>,
): Promise<void> {
  if (!play.model.needsTurn) await needTurn(play, true);
  await giveTurn(play, place);
  const purchase = { wanted, place, isHeld: true, customer: undefined, client: undefined };
  const late = tryOf({ ...purchase, code, key: undefined });
  await placeAll(play, [late]);
  const { id } = late.order;
  if (end === 'expires') {
    await settleAll(play);
    if (play.model.in('h').some((order) => order.id === id)) await passDeadline(play, id);
    if (play.model.orders.has(id)) await takeSteps(play, [{ orderId: id, step: 'expire' }]);
  } else {
    await readSome(play, { consumer: 'worker-1', count: 100 });
    const at = play.delivered.findIndex(({ orderId }) => orderId === id);
    if (at !== -1) await giveUp(play, play.delivered.splice(at, 1)[0]!);
  }
  if (meanwhile === 'orders') await sell(play, [{ ...purchase, code, key: undefined }]);
  if (meanwhile === 'turn ends') await endTurn(play, { place, isNoticed: false });
  if (meanwhile === 'code ends' && code !== undefined) {
    await setCode(play, { name: code, uses: 1, isOff: true });
  }
  if (end === 'is given up') await replayAll(play);
  else if (play.model.orders.has(id)) {
    await takeSteps(play, [{ orderId: id, step: 'confirm', cause: 'pay-3' }]);
  }
}

async function setCode(
  { ledger, model }: Play,
  { name, ...code }: { name: CodeName; uses: number; isOff: boolean },
): Promise<void> {
  model.codes[name] = code;
  await writeCode(ledger, name, code);
}

async function setReader({ ledger, model }: Play, isLogged: boolean): Promise<void> {
  model.isLogged = isLogged;
  const key = logReadersKey(0);
  if (isLogged) await writeHash(ledger, key, { recorder: '0-0' });
  else await ledger.redis.command(key, ['DEL', key]);
}

// Orders that have come to their end leave Redis.
async function archive({ ledger, model }: Play, picks: number[]): Promise<void> {
  // The reader of the order log is behind, and a dead letter may still be replayed.
  if (model.isLogged) return;
  const ended = model.in('csblndxkr');
  const ids = new Set(picks.flatMap((pick) => ended[pick % ended.length]?.id ?? []));
  const orders = await Promise.all(
    [...ids].map(async (id) => {
      const record = (await readOrderRecord(ledger, id)) ?? '';
      return { id, record, bucket: orderAddress(0, id)[0] };
    }),
  );
  const removal = await removeOrders(ledger, 0, { orders, logEnd: '0-0' });
  assert.deepEqual(removal, { removed: ids.size });
  for (const id of ids) model.archive(id);
}
