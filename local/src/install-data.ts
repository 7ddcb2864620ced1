import { existsSync, writeFileSync } from 'node:fs';
import { DataLostError, installData } from '@onsale/ledger';
import { connectRedis, findScripts, type RedisConfig } from '@onsale/redis';
import { say } from './terminal.ts';

/**
 * Does for the Redis of `npm start` what `admin data install` does elsewhere. Its mark in the data
 * folder remembers that there were data: an emptied Redis is left to a person. Throws what
 * `installData` throws otherwise, and when `signal` is aborted before Redis was there.
 */
export async function installLocalData(
  redis: RedisConfig,
  options: { root: string; dataFolder: string; shards: number; signal: AbortSignal },
): Promise<void> {
  const mark = `${options.dataFolder}/installed`;
  const silent = { info: () => undefined, error: () => undefined };
  const { signal } = options;
  const connection = await connectRedis(redis, { logger: silent, name: 'install', signal });
  try {
    const { dataId } = await installData(connection, {
      shards: options.shards,
      scripts: findScripts(new URL(`file://${options.root}`)),
      hadData: existsSync(mark),
      signal,
    });
    writeFileSync(mark, `${dataId}\n`);
  } catch (error) {
    if (!(error instanceof DataLostError)) throw error;
    say(error.message);
  } finally {
    await connection.close();
  }
}
