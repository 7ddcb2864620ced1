import { countsKey, orderStreamKey } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { refusedSale } from '../refused-sale.ts';

/** Redis runs out of memory for a while. */
export const fullRedis = refusedSale(
  {
    name: 'full-redis',
    fault: "Redis' memory is full",
    promise: 'new orders get 503; the backlog is settled',
  },
  async ({ system: { redis }, buyInVain, blame }) => {
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    const countPlaced = () => redis.command('HGET', countsKey(0), 'placed');
    const before = await countPlaced();
    await buyInVain();
    // Settling must continue, or the memory would never be freed.
    await eventually(
      () => redis.command('XLEN', orderStreamKey(0)),
      (waiting) => waiting === 0,
    );
    if ((await countPlaced()) !== before) blame('orders were placed in a full Redis');
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
  },
);
