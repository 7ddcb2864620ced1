import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { hasFunctions, installFunctions, type Redis, type Script } from '@onsale/redis';
import { DATA_FORMAT } from './data-format.ts';
import { LAYOUT_KEY, MAX_SHARDS } from './keys.ts';
import { openLedger, readShards } from './ledger.ts';

/** How often a Redis that reads its data is asked again. */
const LOADING_RETRY_MS = 100;

/** The result of `installData`. */
export interface Installation {
  /** Whether this call created the data. */
  created: boolean;
  /** The id of this data set. */
  dataId: string;
  /** Number of functions that were newly loaded. */
  functions: number;
}

/** This Redis is empty although it once had data. */
export class DataLostError extends Error {
  constructor() {
    super(
      'this Redis is empty, but a shop was installed here before: restore its data ' +
        '(docs/reliability.md). To give the data up and sell every ticket again, run ' +
        'npm run admin -- data install --after-loss',
    );
    this.name = 'DataLostError';
  }
}

/**
 * The only step that creates data: fixes the number of shards and the data id, and loads the
 * functions. May be run any number of times, also concurrently; existing data is never changed. Waits,
 * until `signal` is aborted, for a Redis that is still reading its data from disk.
 *
 * An empty Redis counts as new only if nothing suggests otherwise: `hadData` says that the caller
 * remembers data, and functions survive a `FLUSHALL`. Otherwise throws `DataLostError`, unless
 * a person has decided to start over (`afterLoss`). Throws `ShardsMismatchError` or
 * `DataFormatError` when the existing data is not for this version.
 */
export async function installData(
  redis: Redis,
  options: {
    shards: number;
    scripts: readonly Script[];
    hadData?: boolean;
    afterLoss?: boolean;
    signal?: AbortSignal;
  },
): Promise<Installation> {
  const { shards, scripts, hadData = false, afterLoss = false } = options;
  if (!Number.isInteger(shards) || shards < 1 || shards > MAX_SHARDS) {
    throw new RangeError(`the number of shards must be 1 to ${MAX_SHARDS}, not ${shards}`);
  }
  let created = false;
  if ((await afterLoading(() => readShards(redis), options.signal)) === undefined) {
    const wereHere = hadData || (await hasFunctions(redis));
    // Checked again, because the functions may come from a concurrent install.
    const isEmpty = (await readShards(redis)) === undefined;
    if (isEmpty && wereHere && !afterLoss) throw new DataLostError();
    if (isEmpty) created = await createData(redis, shards);
  }
  const { dataId } = await openLedger(redis, shards);
  // Last, so that functions imply data.
  return { created, dataId, functions: await installFunctions(redis, scripts) };
}

// A Redis with the orders of a large sale reads them for seconds, and answers nothing meanwhile.
async function afterLoading<Result>(
  read: () => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const isLoading = error instanceof Error && error.message.startsWith('LOADING ');
      if (!isLoading || signal?.aborted === true) throw error;
      await delay(LOADING_RETRY_MS, undefined, { signal });
    }
  }
}

// The number of shards is written last: a process that sees it sees everything else. Of several
// concurrent installs, one writes it.
async function createData(redis: Redis, shards: number): Promise<boolean> {
  const write = (field: string, value: string) =>
    redis.command(LAYOUT_KEY, ['HSETNX', LAYOUT_KEY, field, value]);
  await write('format', String(DATA_FORMAT));
  await write('id', randomUUID());
  return (await write('shards', String(shards))) === 1;
}
