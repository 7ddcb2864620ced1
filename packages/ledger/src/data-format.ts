import { LAYOUT_KEY } from './keys.ts';
import type { Redis } from '@onsale/redis';

/**
 * How orders are stored. Versions with the same number share data and replace each other while
 * running (see docs/data-model.md).
 */
export const DATA_FORMAT = 1;

/** The format of the data in this Redis; 0 when it says none. */
export async function readDataFormat(redis: Redis): Promise<number> {
  return Number((await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'format'])) ?? 0);
}

/** This version can't read the data in this Redis. */
export class DataFormatError extends Error {
  constructor(format: number) {
    super(
      `the data in this Redis has format ${format}, and this version of Onsale uses format ` +
        `${DATA_FORMAT}: run the version that wrote it`,
    );
    this.name = 'DataFormatError';
  }
}
