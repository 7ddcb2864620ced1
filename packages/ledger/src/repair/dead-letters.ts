import {
  countsKey,
  deadLetterKey,
  linePlacesPrefix,
  linePrefix,
  lineTurnsPrefix,
  logReadersKey,
  orderAddress,
  orderChangesChannel,
  orderLogKey,
  orderStreamKey,
  WORKER_GROUP,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { StreamEntry } from '../orders/order-stream.ts';
import { loadScript, runScript } from '@onsale/redis';

const deadLetterScript = loadScript(new URL('./dead-letter.lua', import.meta.url));

/**
 * Moves an entry that can't be settled to the dead letters and rejects its order, if still pending,
 * with reason `failed`, in one atomic step; the turn of its place in the line goes on. False when another worker has
 * finished the entry.
 */
export async function moveToDeadLetters(
  ledger: Ledger,
  shard: number,
  failure: { entry: StreamEntry; error: string; deliveries: number },
): Promise<boolean> {
  const { entry } = failure;
  const moved = await runScript(ledger.redis, deadLetterScript, {
    keys: [
      orderStreamKey(shard),
      deadLetterKey(shard),
      countsKey(shard),
      orderLogKey(shard),
      orderAddress(shard, entry.orderId)[0],
    ],
    args: [
      WORKER_GROUP,
      entry.id,
      JSON.stringify(entry.fields),
      entry.orderId,
      failure.error,
      String(failure.deliveries),
      orderChangesChannel(shard),
      logReadersKey(shard),
      ...[linePrefix(shard), linePlacesPrefix(shard), lineTurnsPrefix(shard)],
    ],
  });
  return moved === 1;
}
