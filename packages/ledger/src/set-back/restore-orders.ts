import { loadScript, runScript } from '@onsale/redis';
import {
  boughtPrefix,
  bucketIndexKey,
  codesPrefix,
  countsKey,
  eventPrefix,
  holdsKey,
  linePlacesPrefix,
  linePrefix,
  lineTurnsPrefix,
  lineWaitingKey,
  logReadersKey,
  openPaymentsKey,
  orderBucketKey,
  orderChangesChannel,
  orderLogKey,
  orderSecond,
  paymentsDueKey,
  paymentsKey,
  poolsKey,
  stockKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { type BookedOrder, readBooked } from '../orders/booked-order.ts';
import { ORDER_STATES } from '../orders/order-states.ts';
import type { StoredRecords } from '../orders/read-records.ts';

const restoreScript = loadScript(new URL('./restore-orders.lua', import.meta.url));

/** An order that is to be put back. */
export interface OrderToRestore {
  orderId: string;
  /** As it was read. */
  there: StoredRecords;
  /** As it is to be; without a payment, that which is there stays. */
  record: string;
  payment: string | undefined;
}

/** The result for an order. Only `restored` has changed anything. */
export type Restoration =
  | 'restored'
  /** It is as it is to be. */
  | 'already'
  /** It is not as it was read. */
  | 'changed'
  /** Too few tickets of this type are left. */
  | { soldOut: string }
  /** This ticket type has no books: its event must be put on sale first. */
  | { noBooks: string };

/** The cause under which the order log has what was put back. */
export const RESTORED = 'restore';

/** Orders in one call, which blocks Redis for about a millisecond. */
const BATCH = 100;

/**
 * Puts orders of a shard back into a Redis that was restored from an older backup, with their payments and
 * books, each as a whole or not at all, and marks their places in lines as served; returns one result for each. Safe to repeat. Throws when a record is
 * malformed.
 */
export async function restoreOrders(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  orders: readonly OrderToRestore[],
): Promise<Restoration[]> {
  const results: Restoration[] = [];
  for (let i = 0; i < orders.length; i += BATCH) {
    results.push(...(await restoreBatch(ledger, shard, orders.slice(i, i + BATCH))));
  }
  return results;
}

async function restoreBatch(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  orders: readonly OrderToRestore[],
): Promise<Restoration[]> {
  const reply = await runScript(ledger.redis, restoreScript, {
    keys: [
      ...([stockKey(shard), countsKey(shard), poolsKey(shard), holdsKey(shard)] as const),
      ...[openPaymentsKey(shard), orderLogKey(shard), paymentsDueKey(shard), bucketIndexKey(shard)],
      ...orders.flatMap(({ orderId }) => {
        const second = orderSecond(orderId);
        return [orderBucketKey(shard, second), paymentsKey(shard, second)];
      }),
    ],
    args: [
      ...[
        orderChangesChannel(shard),
        logReadersKey(shard),
        eventPrefix(shard),
        boughtPrefix(shard),
        codesPrefix(shard),
        linePrefix(shard),
        linePlacesPrefix(shard),
        lineTurnsPrefix(shard),
        lineWaitingKey(shard, ''),
      ],
      RESTORED,
      ...orders.flatMap(argumentsOf),
    ],
  });
  return String(reply).split(' ').map(readWord);
}

function argumentsOf({ orderId, there, record, payment }: OrderToRestore): string[] {
  const before = there.record === undefined ? undefined : readBooked(there.record);
  const after = readBooked(record);
  const { dueAtMs } = after;
  return [
    ...[orderId, there.record ?? '', there.payment ?? '', record, payment ?? ''],
    ...[before?.letter ?? 'p', after.letter, dueAtMs === undefined ? '' : String(dueAtMs)],
    ...[movesBetween(before, after), after.eventId, ...shareOf(before), ...shareOf(after)],
    after.place === undefined ? '' : `!${after.place}`,
  ];
}

// Whom an order counts for, how many tickets and holds they have by it, and the uses of a code that it takes.
function shareOf(order: BookedOrder | undefined): string[] {
  if (order === undefined) return ['', '', '0', '0', '', '0'];
  const { customerKey, clientKey, letter, owned, codeUse } = order;
  return [
    customerKey === undefined ? '' : `@${customerKey}`,
    clientKey === undefined ? '' : `~${clientKey}`,
    String(owned),
    ORDER_STATES[letter]?.book === 'held' ? '1' : '0',
    ...[codeUse?.code ?? '', String(codeUse?.uses ?? 0)],
  ];
}

// What changes in the books of each ticket type.
function movesBetween(before: BookedOrder | undefined, after: BookedOrder): string {
  const [was, is] = [booksOf(before), booksOf(after)];
  const more = (ticket: string, book: 'held' | 'sold') =>
    (is[book].get(ticket) ?? 0) - (was[book].get(ticket) ?? 0);
  const tickets = new Set([was, is].flatMap(({ held, sold }) => [...held.keys(), ...sold.keys()]));
  return [...tickets]
    .map((ticket) => `${ticket}:${more(ticket, 'held')}:${more(ticket, 'sold')}`)
    .join(',');
}

function booksOf(order: BookedOrder | undefined): Record<'held' | 'sold', Map<string, number>> {
  const books = { held: new Map<string, number>(), sold: new Map<string, number>() };
  // What was refunded and is not sold again stays sold, whatever became of the order.
  if (order !== undefined) books[ORDER_STATES[order.letter]?.book ?? 'sold'] = order.booked;
  return books;
}

function readWord(word: string): Restoration {
  const [kind = '', ticket = ''] = word.split(':');
  if (kind === 'gone') return { soldOut: ticket };
  if (kind === 'nobooks') return { noBooks: ticket };
  return kind === 'done' ? 'restored' : (kind as 'already' | 'changed');
}
