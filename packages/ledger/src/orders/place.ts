import { bucketRuns } from './bucket-runs.ts';
import {
  bucketIndexKey,
  codesPrefix,
  countsKey,
  eventPrefix,
  idempotencyKey,
  linePlacesPrefix,
  linePrefix,
  lineTurnsPrefix,
  orderStreamKey,
  poolsKey,
  stockKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { packPendingOrder } from './order-record.ts';
import { fingerprint, IDEMPOTENCY_TTL_S, ownKey } from './idempotency.ts';
import type { NewOrder } from './order.ts';
import { loadScript, runScript } from '@onsale/redis';

/** Maximum number of orders per `place` call; that many block Redis for 0.5 ms. */
export const MAX_PLACE_BATCH = 256;

const placeScript = loadScript(new URL('./place.lua', import.meta.url));

/** The result for one order. Only `placed` has stored anything. */
export type Placement =
  | { outcome: 'placed' }
  /** The key was used before for the same request, which created that order. */
  | { outcome: 'duplicate'; orderId: string }
  /** The key was used before for another request. */
  | { outcome: 'key-reused' }
  /** Too few tickets are left, even if all held orders were given back. */
  | { outcome: 'sold-out'; ticketId: string; remaining: number }
  /** Too few tickets are left, but others are held by orders that are not paid yet. */
  | { outcome: 'held-by-others'; ticketId: string; remaining: number }
  | NotOnSale
  /** The event has a waiting room, and the order has no admission, or one that is over or used. */
  | { outcome: 'no-admission' }
  /** The order names a code that can't be used so: it is gone or changed, used up, or it is not its time. */
  | { outcome: 'code'; why: (typeof CODE_OBSTACLES)[number] }
  /** The ticket type has no books, so this is not the data it is sold from. */
  | { outcome: 'no-stock'; ticketId: string }
  /** The backlog limit is reached. */
  | { outcome: 'backlog-full' };

/** The event of a ticket type is not on sale, or it is not the time. Judged by Redis' clock. */
export interface NotOnSale {
  outcome: 'not-on-sale';
  ticketId: string;
  why: (typeof NOT_ON_SALE)[number];
  /** When the sale begins: Unix time in ms, if it is too early. */
  fromMs?: number;
}

/** `early` and `over` are about the sales window; `gone` means that there is no such event. */
const NOT_ON_SALE = [
  ...(['early', 'over'] as const),
  ...(['draft', 'paused', 'closed', 'cancelled', 'archived', 'gone'] as const),
] as const;

/** Why a code can't be used: `gone` also when it was switched off. */
const CODE_OBSTACLES = ['gone', 'used-up', 'early', 'over'] as const;

/**
 * Places a batch of orders of one shard in one atomic call, in the given order. Safe to repeat with
 * the same ids. If it rejects, it is unknown whether the orders were stored. With `atAnyTime`, sales windows
 * and admissions do not matter; the event must be on sale all the same.
 */
export async function placeOrders(
  ledger: Ledger,
  shard: number,
  batch: PlaceBatch,
): Promise<Placement[]> {
  const call = placeCall(shard, batch);
  const reply = await runScript(ledger.redis, placeScript, call);
  return String(reply).split(' ').map(readWord);
}

interface PlaceBatch {
  orders: readonly NewOrder[];
  maxBacklog: number;
  atAnyTime?: boolean;
}

function placeCall(
  shard: number,
  { orders, maxBacklog, atAnyTime = false }: PlaceBatch,
): { keys: [string, ...string[]]; args: string[] } {
  const ids = orders.map((order) => order.id);
  const runs = bucketRuns(shard, ids);
  const fixed = [orderStreamKey(shard), countsKey(shard), bucketIndexKey(shard)] as const;
  const keys: [string, ...string[]] = [...fixed, ...runs.keys];
  const args = [String(maxBacklog), String(IDEMPOTENCY_TTL_S)];
  args.push(stockKey(shard), poolsKey(shard), eventPrefix(shard), codesPrefix(shard));
  args.push(linePrefix(shard), linePlacesPrefix(shard), lineTurnsPrefix(shard));
  args.push(String(runs.keys.length), atAnyTime ? 'any' : '');
  args.push(...runs.sizes.map(String), ...ids);
  const fingerprints: string[] = [];
  const traceparents: string[] = [];
  let isPlain = true;
  for (const order of orders) {
    const { idempotencyKey: key, traceparent = '', customer } = order;
    args.push(packPendingOrder(order));
    if (key !== undefined) {
      keys.push(idempotencyKey(shard, ownKey({ idempotencyKey: key, customer })));
    }
    fingerprints.push(key === undefined ? '' : fingerprint(order));
    traceparents.push(traceparent);
    isPlain &&= key === undefined && traceparent === '';
  }
  if (!isPlain) args.push(...fingerprints, ...traceparents);
  return { keys, args };
}

function readWord(word: string): Placement {
  const [outcome, first = '', second, fromMs] = word.split(':');
  switch (outcome) {
    case 'placed':
      return { outcome };
    case 'duplicate':
      return { outcome, orderId: first };
    case 'reused':
      return { outcome: 'key-reused' };
    case 'soldout':
      return { outcome: 'sold-out', ticketId: first, remaining: Number(second) };
    case 'held':
      return { outcome: 'held-by-others', ticketId: first, remaining: Number(second) };
    case 'offsale':
      return readNotOnSale(word, first, { why: second, fromMs });
    case 'admission':
      return { outcome: 'no-admission' };
    case 'code':
      return { outcome: 'code', why: readCodeObstacle(word, first) };
    case 'nostock':
      return { outcome: 'no-stock', ticketId: first };
    case 'full':
      return { outcome: 'backlog-full' };
    default:
      throw new Error(`place answered ${JSON.stringify(word)}`);
  }
}

function readCodeObstacle(word: string, obstacle: string): (typeof CODE_OBSTACLES)[number] {
  const why = CODE_OBSTACLES.find((known) => known === obstacle);
  if (why === undefined) throw new Error(`place answered ${JSON.stringify(word)}`);
  return why;
}

function readNotOnSale(
  word: string,
  ticketId: string,
  answer: { why: string | undefined; fromMs: string | undefined },
): NotOnSale {
  const why = NOT_ON_SALE.find((known) => known === answer.why);
  if (why === undefined) throw new Error(`place answered ${JSON.stringify(word)}`);
  const begins = answer.fromMs === undefined ? {} : { fromMs: Number(answer.fromMs) };
  return { outcome: 'not-on-sale', ticketId, why, ...begins };
}
