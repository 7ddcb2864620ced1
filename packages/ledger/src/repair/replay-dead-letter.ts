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
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { DeadLetter } from './read-dead-letters.ts';
import { loadScript, runScript } from '@onsale/redis';

const replayScript = loadScript(new URL('./replay-dead-letter.lua', import.meta.url));

/**
 * The result of a replay. `gone`: already replayed or dropped. `no-order`: the entry names no
 * order, or one that does not exist, so no worker could ever settle it. `settled`: the order has
 * another final status, which stays. `no-turn`: its place in the line has ordered again, or its turn is over.
 */
export type Replay = 'replayed' | 'gone' | 'no-order' | 'settled' | 'no-turn';

/** More than any version of an entry has; a script can't pass on thousands of values. */
const MAX_FIELDS = 100;

/**
 * Puts a dead letter back into the order stream and makes its order, which was rejected as failed,
 * pending again, so that a worker settles it; in one atomic step. It takes the turn of its place again, if that
 * goes on. For use once the cause is fixed.
 */
export async function replayDeadLetter(ledger: Ledger, letter: DeadLetter): Promise<Replay> {
  if (letter.orderId === '' || !isEntry(letter.fields)) return 'no-order';
  const { shard, orderId } = letter;
  const reply = await runScript(ledger.redis, replayScript, {
    keys: [
      orderStreamKey(shard),
      deadLetterKey(shard),
      countsKey(shard),
      orderLogKey(shard),
      orderAddress(shard, orderId)[0],
    ],
    args: [
      ...[letter.id, orderId, orderChangesChannel(shard), logReadersKey(shard)],
      ...[linePrefix(shard), linePlacesPrefix(shard), lineTurnsPrefix(shard)],
      ...letter.fields,
    ],
  });
  if (reply === 'replayed' || reply === 'gone') return reply;
  if (reply === 'order:turn') return 'no-turn';
  return reply === 'order:missing' ? 'no-order' : 'settled';
}

// Hand-written fields could make the script fail half-way.
function isEntry(fields: readonly string[]): boolean {
  return fields.length > 0 && fields.length <= 2 * MAX_FIELDS && fields.length % 2 === 0;
}

/** Deletes a dead letter; its order stays as it is. False when it was already gone. */
export async function dropDeadLetter(ledger: Ledger, letter: DeadLetter): Promise<boolean> {
  const key = deadLetterKey(letter.shard);
  return (await ledger.redis.command(key, ['XDEL', key, letter.id])) === 1;
}
