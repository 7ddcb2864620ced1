import { randomUUID } from 'node:crypto';
import { hasFunctions, installFunctions, type Redis, type Script } from '@onsale/redis';
import { DATA_FORMAT } from './data-format.ts';
import { LAYOUT_KEY, MAX_SHARDS } from './keys.ts';
import { openLedger, readShards } from './ledger.ts';

/** What `installData` found and did. */
export interface Installation {
  /** Whether the data were created now. */
  created: boolean;
  /** Which data this is. */
  dataId: string;
  /** Functions that were not there before. */
  functions: number;
}

/** This Redis is empty although it had data. */
export class DataWereHereError extends Error {
  constructor() {
    super(
      'this Redis is empty, but a shop was installed here before: bring its data back ' +
        '(docs/reliability.md). To give them up and sell every ticket anew, run ' +
        'npm run admin -- data install --after-loss',
    );
    this.name = 'DataWereHereError';
  }
}

/**
 * The one step that creates data: fixes the number of shards and which data this is, and loads the
 * functions. May be run any number of times and by many at once: what is there stays.
 *
 * An empty Redis counts as new only when nothing speaks against it: `hadData` says that somebody
 * remembers data, and our functions outlive a `FLUSHALL`. Throws `DataWereHereError` then, unless
 * a person has decided to start anew (`afterLoss`); `ShardsMismatchError` and `DataFormatError`
 * when the data that are there are not for this version.
 */
export async function installData(
  redis: Redis,
  options: { shards: number; scripts: readonly Script[]; hadData?: boolean; afterLoss?: boolean },
): Promise<Installation> {
  const { shards, scripts, hadData = false, afterLoss = false } = options;
  if (!Number.isInteger(shards) || shards < 1 || shards > MAX_SHARDS) {
    throw new RangeError(`the number of shards must be 1 to ${MAX_SHARDS}, not ${shards}`);
  }
  let created = false;
  if ((await readShards(redis)) === undefined) {
    const wereHere = hadData || (await hasFunctions(redis));
    // Read again: the functions may be those of another install, a moment ago.
    const isEmpty = (await readShards(redis)) === undefined;
    if (isEmpty && wereHere && !afterLoss) throw new DataWereHereError();
    if (isEmpty) created = await createData(redis, shards);
  }
  const { dataId } = await openLedger(redis, shards);
  // Last: where functions are, there were data.
  return { created, dataId, functions: await installFunctions(redis, scripts) };
}

// The number of shards comes last: whoever sees it sees the rest, and of many one has written it.
async function createData(redis: Redis, shards: number): Promise<boolean> {
  const write = (field: string, value: string) =>
    redis.command(LAYOUT_KEY, ['HSETNX', LAYOUT_KEY, field, value]);
  await write('format', String(DATA_FORMAT));
  await write('id', randomUUID());
  return (await write('shards', String(shards))) === 1;
}
