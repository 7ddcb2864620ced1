import { tryReadBooked } from '../orders/booked-order.ts';
import { readTimeMs } from '../redis-time.ts';
import { archivedPaymentsKey, orderAddress, orderLogKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { comparePositions, readReaders } from '../log/log-readers.ts';
import { readLogBackwards, readLogEnd } from '../log/read-log.ts';
import { orderHandle } from '../orders/order-handle.ts';
import { ORDER_STATES } from '../orders/order-states.ts';
import { readIndexed } from '../payments/archived-payment.ts';
import type { Problems } from './check-books.ts';

/** Orders whose last change is compared: of a log that nobody has read for days, the newest. */
const MOST_ORDERS = 100_000;
/** Orders read at a time. */
const PAGE = 250;

/**
 * Checks the order log of a shard: that it has readers, none of which is beyond its end, and that the
 * last logged change of each order led to the state it is in.
 */
export async function checkLog(
  ledger: Ledger,
  shard: number,
  check: { problems: Problems; afterPage: () => Promise<void> },
): Promise<void> {
  const { problems } = check;
  const key = orderLogKey(shard);
  const entries = Number(await ledger.redis.command(key, ['XLEN', key]));
  const readers = await readReaders(ledger, shard);
  const end = await readLogEnd(ledger, shard);
  if (readers.length === 0 && entries > 0) {
    problems.set(
      `log ${shard}`,
      `the order log of shard ${shard} has ${entries} entries, but no reader`,
    );
  }
  for (const { reader, position } of readers) {
    if (comparePositions(position, end) <= 0) continue;
    problems.set(
      `reader ${shard} ${reader}`,
      `reader ${reader} of the order log of shard ${shard} is at ${position}, but the log ends at ${end}: it misses what is logged until then`,
    );
  }
  await checkLastChanges(ledger, shard, check);
}

async function checkLastChanges(
  ledger: Ledger,
  shard: number,
  { problems, afterPage }: { problems: Problems; afterPage: () => Promise<void> },
): Promise<void> {
  const readAtMs = await readTimeMs(ledger, orderLogKey(shard));
  const lastState = new Map<string, string>();
  for await (const changes of readLogBackwards(ledger, shard)) {
    for (const { orderId, to } of changes) {
      if (!lastState.has(orderId)) lastState.set(orderId, to);
    }
    if (lastState.size >= MOST_ORDERS) break;
    await afterPage();
  }
  const logged = [...lastState];
  for (let i = 0; i < logged.length; i += PAGE) {
    await Promise.all(
      logged.slice(i, i + PAGE).map(async ([id, state]) => {
        const problem = judge(await readRecord(ledger, shard, id), { state, readAtMs });
        if (problem !== undefined) {
          problems.set(`logged ${id}`, `order ${orderHandle(id)} ${problem}`);
        }
      }),
    );
    await afterPage();
  }
}

// Of an order that has left, whose money has moved since, there is a copy.
async function readRecord(ledger: Ledger, shard: number, orderId: string): Promise<unknown> {
  const address = orderAddress(shard, orderId);
  const record = await ledger.redis.command(address[0], ['HGET', ...address]);
  if (record !== null) return record;
  const index = archivedPaymentsKey(shard);
  const indexed = await ledger.redis.command(index, ['HGET', index, orderId]);
  return typeof indexed === 'string' ? readIndexed(indexed).record : null;
}

function judge(
  record: unknown,
  { state, readAtMs }: { state: string; readAtMs: number },
): string | undefined {
  if (typeof record !== 'string') return 'is in the order log, but does not exist';
  const order = tryReadBooked(record);
  if (order === undefined) return undefined;
  // What has changed since the log was read is logged behind what was read.
  const hasChanged = order.changedAtMs !== undefined && order.changedAtMs >= readAtMs;
  if (order.letter === state || order.status === 'unknown' || hasChanged) return undefined;
  const logged = ORDER_STATES[state]?.status ?? 'unknown';
  return `is ${order.status}, but the last change in the order log made it ${logged}`;
}
