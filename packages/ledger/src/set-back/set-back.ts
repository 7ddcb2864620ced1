import type { Redis } from '@onsale/redis';
import { SET_BACK_KEY } from '../keys.ts';

/** That Redis was restored from an older backup, as the recorder has found. */
export interface SetBack {
  /** The first shard in which it was found. */
  shard: number;
  /** The last entry of its order log that is recorded. */
  recorded: string;
  /** Where its order log ends here. */
  logEnd: string;
  /** When it was found: Unix time in ms by Redis' clock. */
  atMs: number;
}

/** What is known of a Redis that was set back; undefined when nothing says that it was. */
export async function readSetBack(redis: Redis): Promise<SetBack | undefined> {
  const text = await redis.command(SET_BACK_KEY, ['GET', SET_BACK_KEY]);
  return typeof text === 'string' ? parse(text) : undefined;
}

/** Stops all that sells on this Redis, until `clearSetBack`. What was noted before stays. */
export async function noteSetBack(redis: Redis, setBack: SetBack): Promise<void> {
  await redis.command(SET_BACK_KEY, ['SET', SET_BACK_KEY, JSON.stringify(setBack), 'NX']);
}

/** Lets it sell again: once an admin has decided, or the right data are back. */
export async function clearSetBack(redis: Redis): Promise<void> {
  await redis.command(SET_BACK_KEY, ['DEL', SET_BACK_KEY]);
}

// Whatever stands there, somebody has put it there to stop the sale.
function parse(text: string): SetBack {
  const unknown = { shard: 0, recorded: '0-0', logEnd: '0-0', atMs: 0 };
  try {
    return { ...unknown, ...(JSON.parse(text) as Partial<SetBack>) };
  } catch {
    return unknown;
  }
}
