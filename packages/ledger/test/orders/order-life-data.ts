import assert from 'node:assert/strict';
import {
  boughtKey,
  countsKey,
  ensureWorkerGroup,
  eventKey,
  eventsKey,
  holdsKey,
  LAYOUT_KEY,
  type Ledger,
  openPaymentsKey,
  orderBucketKey,
  orderLogKey,
  orderSecond,
  orderStreamKey,
  poolsKey,
  rulesField,
  stockKey,
} from '../../src/index.ts';
import { CAPACITY, LIMITS, type Model, TICKETS, withoutZeros } from './order-life-model.ts';

// The data of the model's shop in Redis: written before a history, and read in the model's own form.

/** All events, by the number of their change. Without rules, tickets still belong to one. */
const EVENTS = ['1', 'show', '2', 'lecture', '3', 'old-show'];

/** Puts the model's tickets on sale in an empty Redis; faster than applying a catalog. */
export async function openShow(ledger: Ledger): Promise<void> {
  const stock: Record<string, string | number> = {};
  const pools: Record<string, string | number> = {};
  for (const [book, capacity] of Object.entries(CAPACITY)) {
    const books = book.includes('/') ? pools : stock;
    Object.assign(books, { [`${book}:capacity`]: capacity, [`${book}:remaining`]: capacity });
    Object.assign(books, { [`${book}:held`]: 0, [`${book}:sold`]: 0 });
    const { event, pool } = TICKETS[book] ?? {};
    if (event !== undefined) stock[rulesField(book)] = `${event} ${pool?.split('/')[1] ?? '-'} 0 0`;
  }
  const { dataId, shards, redis } = ledger;
  await Promise.all([
    writeHash(ledger, LAYOUT_KEY, { format: 1, id: dataId, shards }),
    writeHash(ledger, stockKey(0), stock),
    writeHash(ledger, poolsKey(0), pools),
    writeHash(ledger, eventKey(0, 'show'), { status: 'on_sale', ...LIMITS }),
    writeHash(ledger, eventKey(0, 'lecture'), { status: 'on_sale' }),
    redis.command(eventsKey(0), ['ZADD', eventsKey(0), ...EVENTS]),
    ensureWorkerGroup(redis, 0),
  ]);
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
  const [stock, pools, counts, show, lecture, holds, payments, backlog, log, ...buckets] =
    await Promise.all([
      hash(stockKey(0)),
      hash(poolsKey(0)),
      hash(countsKey(0)),
      hash(boughtKey(0, 'show')),
      hash(boughtKey(0, 'lecture')),
      index(holdsKey(0)),
      index(openPaymentsKey(0)),
      ask<number>('XLEN', orderStreamKey(0)),
      ask<[string, string[]][]>('XRANGE', orderLogKey(0), '-', '+'),
      ...seconds.map((second) => hash(orderBucketKey(0, second))),
    ]);
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
      holds: due(toRecord(holds), (head) => head.until),
      payments: due(toRecord(payments), (head) => head.giveUp),
      backlog,
      orders: Object.fromEntries(heads.map(([id, { text }]) => [id, text])),
    },
  };
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

const HEAD = /^\["([a-z])\d*(?:\/(\d+))?(?:\/(\d+))?(?:=([\w.:-]+))?((?:@[\w-]+)?(?:~[\w-]+)?)",/;

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
