import { startRedis, type TestRedis } from '@onsale/testing';
import {
  ensureWorkerGroup,
  type Ledger,
  logReadersKey,
  openLedger,
  orderLogKey,
} from '../../src/index.ts';
import { documentOf, ticketOf, write } from '../events/test-event.ts';
import { connectTo } from './held-order.ts';
import { writeHash } from './order-life-data.ts';

// A shop with one ticket type and an order log, which several processes use.

export const CAPACITY = 10_000;

export async function openShop(
  args: readonly string[] = [],
): Promise<{ redis: TestRedis; ledger: Ledger; close: () => Promise<void> }> {
  const redis = await startRedis({ args });
  const connection = await connectTo(redis.url);
  const ledger = await openLedger(connection, 1);
  const tickets = [ticketOf('adult', { eventId: 'show', capacity: CAPACITY })];
  await write(ledger, documentOf({ id: 'show', maxPerCustomer: CAPACITY, tickets }));
  await writeHash(ledger, logReadersKey(0), { recorder: '0-0' });
  await ensureWorkerGroup(connection, 0);
  const close = async () => {
    await connection.close();
    await redis.stop();
  };
  return { redis, ledger, close };
}

/** The changes of state in the order log, for each order in the order they happened. */
export async function readChanges(ledger: Ledger): Promise<Map<string, string[]>> {
  const key = orderLogKey(0);
  const log = (await ledger.redis.command(key, ['XRANGE', key, '-', '+'])) as [string, string[]][];
  const changes = new Map<string, string[]>();
  for (const [, fields] of log) {
    for (const entry of (fields[fields.indexOf('changes') + 1] ?? '').split(' ')) {
      const [orderId = '', change = ''] = entry.split(':');
      changes.set(orderId, [...(changes.get(orderId) ?? []), change]);
    }
  }
  return changes;
}
