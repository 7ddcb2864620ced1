import { LAYOUT_KEY } from './keys.ts';
import type { Redis } from '@onsale/redis';

/**
 * The version of the storage format. Releases with the same number share data and can replace each
 * other while running (see docs/data-model.md).
 */
export const DATA_FORMAT = 1;

/** The format of the data in this Redis; 0 when none is recorded. */
export async function readDataFormat(redis: Redis): Promise<number> {
  return Number((await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'format'])) ?? 0);
}

/** This version can't read the data in Redis. */
export class DataFormatError extends Error {
  constructor(format: number) {
    super(
      `the data in this Redis has format ${format}, but this version of Onsale uses format ` +
        `${DATA_FORMAT}: run the version that wrote it`,
    );
    this.name = 'DataFormatError';
  }
}
