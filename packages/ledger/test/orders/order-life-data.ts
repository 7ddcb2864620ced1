import assert from 'node:assert/strict';
import {
  boughtKey,
  codesKey,
  countsKey,
  holdsKey,
  type Ledger,
  lineKey,
  linePlacesKey,
  lineTurnsKey,
  openPaymentsKey,
  orderBucketKey,
  orderLogKey,
  orderSecond,
  orderStreamKey,
  poolsKey,
  stockKey,
} from '../../src/index.ts';
import { documentOf, ticketOf, write } from '../events/test-event.ts';
import {
  CAPACITY,
  type CodeName,
  CODES,
  EVENT_OF,
  LECTURE,
  LIMITS,
  type Model,
  ROOM,
  SHOW,
  withoutZeros,
} from './order-life-model.ts';

// The data of the model's shop in Redis: written before a history, and read in the model's own form.

/** Puts the model's tickets on sale in an empty Redis. */
export async function openShow(ledger: Ledger): Promise<void> {
  const tickets = (eventId: string, pool: Record<string, string> = {}) =>
    Object.keys(CAPACITY)
      .filter((id) => EVENT_OF[id] === eventId)
      .map((id) =>
        ticketOf(id, {
          ...{ eventId, capacity: CAPACITY[id]! },
          ...(pool[id] === undefined ? {} : { pool: pool[id] }),
        }),
      );
  // Far from today.
  const startsAt = '2990-06-18T16:00:00Z';
  const pools = [{ id: 'room', capacity: CAPACITY[ROOM]! }];
  const show = tickets(SHOW, { adult: 'room', child: 'room' });
  await write(ledger, documentOf({ id: SHOW, startsAt, ...LIMITS, pools, tickets: show }));
  await write(ledger, documentOf({ id: LECTURE, startsAt, tickets: tickets(LECTURE) }));
  const relic = CAPACITY['relic']!;
  for (const name of Object.keys(CODES) as CodeName[]) await writeCode(ledger, name, CODES[name]);
  await writeHash(ledger, stockKey(0), {
    ...{ 'relic:capacity': relic, 'relic:remaining': relic, 'relic:held': 0, 'relic:sold': 0 },
  });
}

/** Writes a code of the show, with other uses or switched off. */
export async function writeCode(
  ledger: Ledger,
  name: CodeName,
  { uses, isOff = false }: { uses: number; isOff?: boolean },
): Promise<void> {
  const code = { ...CODES[name], uses, createdAtMs: 1, ...(isOff ? { offAtMs: 1 } : {}) };
  await writeHash(ledger, codesKey(0, SHOW), { [name]: JSON.stringify(code) });
}

export async function writeHash(
  ledger: Ledger,
  key: string,
  fields: Readonly<Record<string, string | number>>,
): Promise<void> {
  const words = Object.entries(fields).flatMap(([name, value]) => [name, String(value)]);
  await ledger.redis.command(key, ['HSET', key, ...words]);
}

/** All data, in the form of `Model.expected`, and the order log since the last time. */
export async function readShow(ledger: Ledger, model: Model) {
  const ask = async <Reply>(command: string, key: string, ...args: string[]) =>
    (await ledger.redis.command(key, [command, key, ...args])) as Reply;
  const hash = async (key: string) => toRecord(await ask<string[]>('HGETALL', key));
  const index = (key: string) => ask<string[]>('ZRANGE', key, '0', '-1', 'WITHSCORES');
  const seconds = [...new Set([...model.orders.keys()].map(orderSecond))];
  const ofLine = Promise.all([
    hash(linePlacesKey(0, SHOW)),
    ask<string[]>('ZRANGE', lineTurnsKey(0, SHOW), '0', '-1'),
    ask<string | null>('HGET', lineKey(0, SHOW), 'served'),
    hash(codesKey(0, SHOW)),
  ]);
  const [stock, pools, counts, show, lecture, holds, payments, backlog, log, ...buckets] =
    await Promise.all([
      hash(stockKey(0)),
      hash(poolsKey(0)),
      hash(countsKey(0)),
      hash(boughtKey(0, SHOW)),
      hash(boughtKey(0, LECTURE)),
      index(holdsKey(0)),
      index(openPaymentsKey(0)),
      ask<number>('XLEN', orderStreamKey(0)),
      ask<[string, string[]][]>('XRANGE', orderLogKey(0), '-', '+'),
      ...seconds.map((second) => hash(orderBucketKey(0, second))),
    ]);
  const [places, turns, served, codes] = await ofLine;
  const records = Object.assign({}, ...buckets) as Record<string, string>;
  const heads = Object.entries(records).map(([id, record]) => [id, readHead(record)] as const);
  const orders = Object.fromEntries(heads);
  const due = (ids: Record<string, string>, dueOf: (head: Head) => string) => {
    for (const [id, score] of Object.entries(ids)) assert.equal(score, dueOf(orders[id]!));
    return Object.keys(ids).toSorted();
  };
  if (log.length > 0) await ask('DEL', orderLogKey(0));
  return {
    log: log.map(([, fields]) => fields[fields.indexOf('changes') + 1] ?? ''),
    data: {
      books: Object.fromEntries(
        Object.keys(CAPACITY).map((book) => [
          book,
          booksOf(book.includes('/') ? pools : stock, book),
        ]),
      ),
      counts: withoutZeros(toNumbers(counts)),
      // Not without zeros: such fields would stay for ever.
      bought: { show: toNumbers(show), lecture: toNumbers(lecture) },
      used: withoutZeros(
        Object.fromEntries(
          Object.keys(CODES).map((name) => [name, Number(codes[`${name}:used`] ?? 0)]),
        ),
      ),
      line: {
        places: Object.fromEntries(
          Object.entries(places).map(([place, record]) => [place, stateOfPlace(record)]),
        ),
        turns: turns.toSorted(),
        served: Number(served ?? 0),
      },
      holds: due(toRecord(holds), (head) => head.until),
      payments: due(toRecord(payments), (head) => head.giveUp),
      backlog,
      orders: Object.fromEntries(heads.map(([id, { text }]) => [id, text])),
    },
  };
}

// The letter of a place, the order that it was served with, and whether its turn was over long ago.
function stateOfPlace(record: string): string {
  const [letter = '', , , endsAtMs, orderId] = record.split(' ');
  const parts = [
    letter,
    letter === 's' ? orderId : '',
    letter !== 'm' && endsAtMs === '1' ? 'over' : '',
  ];
  return parts.join(' ').trim();
}

function booksOf(fields: Record<string, string>, book: string) {
  const of = (name: string) => Number(fields[`${book}:${name}`]);
  return {
    ...{ capacity: of('capacity'), remaining: of('remaining') },
    ...{ held: of('held'), sold: of('sold') },
  };
}

interface Head {
  until: string;
  giveUp: string;
  /** Letter, cause and tags. */
  text: string;
}

const HEAD =
  /^\["([a-z])\d*(?:\/(\d+))?(?:\/(\d+))?(?:=([\w.:-]+))?((?:@[\w-]+)?(?:~[\w-]+)?(?:![\w-]+)?(?:\+[\w.-]+)?)",/;

function readHead(record: string): Head {
  const [, letter = '?', until = '', giveUp = '', cause, tags = ''] = HEAD.exec(record) ?? [];
  return { until, giveUp, text: `${letter}${cause === undefined ? '' : `=${cause}`}${tags}` };
}

function toRecord(words: readonly string[]): Record<string, string> {
  const pairs = words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1] ?? '']] : []));
  return Object.fromEntries(pairs) as Record<string, string>;
}

function toNumbers(fields: Record<string, string>): Record<string, number> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, Number(text)]));
}
