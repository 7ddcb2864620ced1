import { connectRedis, type RedisConnection } from '@onsale/redis';
import { newOrderId, type NewOrder } from '../../src/index.ts';

// What the processes of `order-shop.ts` need; loads little, because many of them are started.

/** A connection that survives restarts of the server. */
export async function connectTo(url: string): Promise<RedisConnection> {
  return await connectRedis(
    { REDIS_URL: url, REDIS_HOST: '', REDIS_PORT: 0 },
    { logger: { info: () => undefined, error: () => undefined }, name: 'test' },
  );
}

/** An order of two tickets by the same customer; held if `holdMs` is given. */
export function shopOrder(holdMs?: number): NewOrder {
  return {
    id: newOrderId(0, Date.now()),
    eventId: 'show',
    currency: 'EUR',
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    paymentMethod: 'online',
    lines: [{ ticketId: 'adult', type: 'adult', qty: 2, unitMinor: 1000 }],
    totalMinor: 2000,
    customerKey: 'ada'.padEnd(22, '-'),
    ...(holdMs === undefined ? {} : { holdMs }),
  };
}
