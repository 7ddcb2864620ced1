import {
  countsKey,
  deadLetterKey,
  orderAddress,
  orderChangesChannel,
  orderStreamKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { DeadLetter } from './read-dead-letters.ts';
import { loadScript, runScript } from '@onsale/redis';

const replayScript = loadScript(new URL('./replay-dead-letter.lua', import.meta.url));

/**
 * What came of a replay. `gone`: somebody replayed or dropped it before. `no-order`: the entry names
 * none, or one that does not exist, so no worker could ever settle it. `settled`: the order has
 * another final state, which stays.
 */
export type Replay = 'replayed' | 'gone' | 'no-order' | 'settled';

/** No version of the entry has more; a script could not hand on thousands of values. */
const MAX_FIELDS = 100;

/**
 * Puts a dead letter back into the order stream and makes its order, which was rejected as failed,
 * pending again, so that a worker settles it; one atomic step. For use after the cause is mended.
 */
export async function replayDeadLetter(ledger: Ledger, letter: DeadLetter): Promise<Replay> {
  if (letter.orderId === '' || !isEntry(letter.fields)) return 'no-order';
  const { shard, orderId } = letter;
  const reply = await runScript(ledger.redis, replayScript, {
    keys: [
      orderStreamKey(shard),
      deadLetterKey(shard),
      countsKey(shard),
      orderAddress(shard, orderId)[0],
    ],
    args: [letter.id, orderId, orderChangesChannel(shard), ...letter.fields],
  });
  if (reply === 'replayed' || reply === 'gone') return reply;
  return reply === 'order:missing' ? 'no-order' : 'settled';
}

// Written by hand, they could make the script fail half-way.
function isEntry(fields: readonly string[]): boolean {
  return fields.length > 0 && fields.length <= 2 * MAX_FIELDS && fields.length % 2 === 0;
}

/** Removes a dead letter for good; its order stays as it is. False when it was gone before. */
export async function dropDeadLetter(ledger: Ledger, letter: DeadLetter): Promise<boolean> {
  const key = deadLetterKey(letter.shard);
  return (await ledger.redis.command(key, ['XDEL', key, letter.id])) === 1;
}
