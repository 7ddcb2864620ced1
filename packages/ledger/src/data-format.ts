import { LAYOUT_KEY } from './keys.ts';
import type { Redis } from './redis.ts';

/**
 * How orders are stored. Versions with the same number share data and replace each other while
 * running; another number needs `migrateData` (see docs/data-model.md).
 *   1  a hash for each order
 *   2  a record for each order, in a hash for each second
 */
export const DATA_FORMAT = 2;

/** The format of the data in this Redis; what was stored before formats had numbers is 1. */
export async function readDataFormat(redis: Redis): Promise<number> {
  return Number((await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'format'])) ?? 1);
}

/** This version can't read the data in this Redis. */
export class DataFormatError extends Error {
  constructor(format: number) {
    const advice =
      format < DATA_FORMAT
        ? 'stop all services, then run "npm run admin -- data migrate" once'
        : 'a newer version has written it: run that one';
    super(
      `the data in this Redis has format ${format}, and this version of Onsale uses format ` +
        `${DATA_FORMAT}; ${advice}`,
    );
    this.name = 'DataFormatError';
  }
}
