import { tryReadBooked } from '../orders/booked-order.ts';
import { holdsKey, openPaymentsKey, orderAddress } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { inPairs } from '../read-fields.ts';
import { orderHandle } from '../orders/order-handle.ts';
import type { Problems } from './check-books.ts';
import type { OrderTally } from './tally-orders.ts';

/** Members read at a time. */
const PAGE = 500;

/** The index in which a held order must be, by its letter. */
const INDEXES = [
  { letter: 'h', name: 'the index of holds', key: holdsKey },
  { letter: 'o', name: 'the index of open payments', key: openPaymentsKey },
] as const;

/**
 * Compares held orders with the indexes of their deadlines, in both directions. Whatever differs is
 * read again before it is told, because the indexes are read after the orders.
 */
export async function checkIndexes(
  ledger: Ledger,
  shard: number,
  check: { tally: OrderTally; problems: Problems; afterPage: () => Promise<void> },
): Promise<void> {
  const suspects = new Set<string>();
  for (const { letter, key } of INDEXES) {
    const indexed = new Set<string>();
    for await (const page of readMembers(ledger, key(shard))) {
      for (const [id, dueAtMs] of page) {
        indexed.add(id);
        const order = check.tally.held.get(id);
        if (order?.letter !== letter || order.dueAtMs !== dueAtMs) suspects.add(id);
      }
      await check.afterPage();
    }
    for (const [id, order] of check.tally.held) {
      if (order.letter === letter && !indexed.has(id)) suspects.add(id);
    }
  }
  for (const id of suspects) await checkAgain(ledger, shard, { id, problems: check.problems });
}

async function* readMembers(ledger: Ledger, key: string): AsyncGenerator<[string, number][]> {
  let cursor = '0';
  do {
    const command = ['ZSCAN', key, cursor, 'COUNT', String(PAGE)];
    const [next, pairs] = (await ledger.redis.command(key, command)) as [string, string[]];
    yield inPairs(pairs).map(([id, score]) => [id, Number(score)]);
    cursor = next;
  } while (cursor !== '0');
}

/** An order that is being changed is read a few times until it holds still. */
const ATTEMPTS = 5;

async function checkAgain(
  ledger: Ledger,
  shard: number,
  { id, problems }: { id: string; problems: Problems },
): Promise<void> {
  const address = orderAddress(shard, id);
  const readRecord = async () => await ledger.redis.command(address[0], ['HGET', ...address]);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const record = await readRecord();
    const scores = await Promise.all(
      INDEXES.map(({ key }) => ledger.redis.command(key(shard), ['ZSCORE', key(shard), id])),
    );
    if (record !== (await readRecord())) continue;
    for (const [i, { letter, name }] of INDEXES.entries()) {
      const score = scores[i];
      const indexedMs = score === null || score === undefined ? undefined : Number(score);
      const text = typeof record === 'string' ? record : undefined;
      const problem = judge(text, { letter, name, indexedMs });
      if (problem !== undefined) {
        problems.set(`${name} ${id}`, `order ${orderHandle(id)} ${problem}`);
      }
    }
    return;
  }
}

function judge(
  record: string | undefined,
  index: { letter: string; name: string; indexedMs: number | undefined },
): string | undefined {
  const { letter, name, indexedMs } = index;
  if (record === undefined) {
    return indexedMs === undefined ? undefined : `is in ${name}, but does not exist`;
  }
  const order = tryReadBooked(record);
  // Told elsewhere, or a newer version's affair.
  if (order === undefined || order.status === 'unknown') return undefined;
  if (order.letter !== letter) {
    return indexedMs === undefined ? undefined : `is in ${name}, but it is ${order.status}`;
  }
  if (indexedMs === undefined) return `is held, but ${name} does not have it: it will never expire`;
  if (indexedMs === order.dueAtMs) return undefined;
  return `is held until ${isoTime(order.dueAtMs)}, but ${name} says ${isoTime(indexedMs)}`;
}

function isoTime(timeMs: number | undefined): string {
  return timeMs === undefined ? 'nobody knows when' : new Date(timeMs).toISOString();
}
