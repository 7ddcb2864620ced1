import { loadScript, runScript } from '@onsale/redis';
import { logReadersKey, orderLogKey } from '../keys.ts';
import { allShardsOf, type Ledger, shardsOf } from '../ledger.ts';
import { readFields } from '../read-fields.ts';

const registerScript = loadScript(new URL('./register-reader.lua', import.meta.url));
const moveScript = loadScript(new URL('./move-reader.lua', import.meta.url));
const removeScript = loadScript(new URL('./remove-reader.lua', import.meta.url));

/** Names of readers: short, and safe in metrics and on a command line. */
export const READER_NAME = /^[a-z][a-z0-9-]{0,31}$/;

/** Where a reader is in the order log of one shard. */
export interface ReaderPosition {
  reader: string;
  /** The id of the last entry that it is done with; `0-0` before the first. */
  position: string;
  /** When it registered (Unix time in ms by Redis' clock): earlier changes it never had. */
  sinceMs: number;
}

/** Nobody of this name reads the order log: it was never registered, or was removed. */
export class UnknownReaderError extends Error {
  constructor(reader: string) {
    super(`${reader} is not registered as a reader of the order log`);
    this.name = 'UnknownReaderError';
  }
}

/**
 * Registers a reader of the order log in all shards; in that of rehearsals only when asked. From then
 * on, every change of an order is logged and kept until this reader is done with it. Safe to repeat:
 * a reader keeps its position. Throws `RangeError` when the name is not as `READER_NAME` says.
 */
export async function registerReader(
  ledger: Ledger,
  reader: string,
  { rehearsals = false }: { rehearsals?: boolean } = {},
): Promise<void> {
  if (!READER_NAME.test(reader)) {
    throw new RangeError(
      'the name of a reader is 1 to 32 of a-z, 0-9 and -, and begins with a letter',
    );
  }
  const shards = rehearsals ? allShardsOf(ledger) : shardsOf(ledger);
  await Promise.all(
    shards.map((shard) =>
      runScript(ledger.redis, registerScript, { keys: keysOf(shard), args: [reader] }),
    ),
  );
}

/** The readers of a shard's order log, by name. */
export async function readReaders(ledger: Ledger, shard: number): Promise<ReaderPosition[]> {
  const fields = new Map(await readFields(ledger, logReadersKey(shard)));
  return [...fields]
    .filter(([field]) => !field.endsWith(SINCE))
    .map(([reader, position]) => {
      return { reader, position, sinceMs: Number(fields.get(reader + SINCE)) };
    })
    .sort((a, b) => (a.reader < b.reader ? -1 : 1));
}

/**
 * Notes that a reader is done with the log of a shard up to and including this entry; what all
 * readers are done with is removed in the same step. A position never moves back. Throws
 * `UnknownReaderError`, and `RangeError` for an entry that the log does not have, such as one of a Redis
 * that was replaced by an older backup since.
 */
export async function moveReader(
  ledger: Ledger,
  shard: number,
  { reader, position }: { reader: string; position: string },
): Promise<void> {
  if (!/^\d+-\d+$/.test(position)) throw new RangeError(`${position} is not a position`);
  let reply;
  do {
    const args = [reader, position];
    reply = await runScript(ledger.redis, moveScript, { keys: keysOf(shard), args });
  } while (reply === 'more');
  if (reply === 'unknown') throw new UnknownReaderError(reader);
  if (reply === 'missing') throw new RangeError(`the order log has no entry ${position}`);
}

/**
 * Takes a reader that is gone for good off the list of all shards; entries that only it had not read
 * are removed. Returns the number of shards in which it was registered.
 */
export async function removeReader(ledger: Ledger, reader: string): Promise<number> {
  let removed = 0;
  for (const shard of allShardsOf(ledger)) {
    const known = (await readReaders(ledger, shard)).some((each) => each.reader === reader);
    if (!known) continue;
    let reply;
    do {
      reply = await runScript(ledger.redis, removeScript, {
        keys: keysOf(shard),
        args: [reader],
      });
    } while (reply === 'more');
    removed += 1;
  }
  return removed;
}

/** Compares two positions: negative when the first is the earlier one, 0 when they are equal. */
export function comparePositions(a: string, b: string): number {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number);
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number);
  return aMs - bMs || aSeq - bSeq;
}

/** As in log-readers.lua. */
const SINCE = ':since';

const keysOf = (shard: number): [string, string] => [orderLogKey(shard), logReadersKey(shard)];
