import { eventually } from '@onsale/testing';
import { refusedSale } from '../refused-sale.ts';

/** Redis loses its data and gets it back, as after a restart with the wrong volume. */
export const emptiedRedis = refusedSale(
  {
    name: 'emptied-redis',
    fault: 'Redis is empty, then has its data back',
    promise: 'nothing is sold or created meanwhile',
  },
  async ({ system: { redis }, address, buyInVain, blame }) => {
    await redis.command('SWAPDB', '0', '1');
    await buyInVain();
    await eventually(
      async () => await (await fetch(`${address}/readyz`)).text(),
      (told) => told.includes('does not hold the data'),
    );
    const created = (await redis.command('KEYS', '{s*')) as string[];
    if (created.length > 0) blame(`${created.join(', ')} was created`);
    await redis.command('SWAPDB', '0', '1');
  },
);
