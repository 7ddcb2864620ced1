import { isIPv6 } from 'node:net';
import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import { ApiError } from '@onsale/contracts';
import { countRequest, type RedisConnection } from '@onsale/redis';
import { type HttpServer } from '@onsale/service';
import type { GatewayConfig } from '../config.ts';

/**
 * Limits the orders of one client address, counted in Redis for all gateways together; off without
 * `RATE_LIMIT_ORDERS`. Protection against a single greedy client, not a promise: when Redis can't
 * count in time, the order goes on.
 */
export async function registerRateLimit(
  app: HttpServer,
  config: GatewayConfig,
  redis: () => RedisConnection | undefined,
): Promise<void> {
  if (config.RATE_LIMIT_ORDERS === 0) return;
  const { default: rateLimit } = await import('@fastify/rate-limit');
  await app.register(rateLimit, {
    global: false,
    max: config.RATE_LIMIT_ORDERS,
    timeWindow: config.RATE_LIMIT_WINDOW_S * 1000,
    skipOnError: true,
    keyGenerator: (request) => clientOf(request.ip),
    store: storeOn(redis),
    errorResponseBuilder: (_request, { ttl }) => {
      const retryAfterS = Math.max(1, Math.ceil(ttl / 1000));
      return new ApiError(
        'RATE_LIMITED',
        `too many orders from this address; try again in ${retryAfterS} s`,
        { retryAfterS },
      );
    },
  });
}

/** Whoever has one IPv6 address has 2^64 of them. */
export function clientOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

type Answer = Parameters<FastifyRateLimitStore['incr']>[1];

function storeOn(redis: () => RedisConnection | undefined) {
  return class Store implements FastifyRateLimitStore {
    incr(key: string, callback: Answer, windowMs: number): void {
      void answer(callback, async () => {
        const connection = redis();
        if (connection === undefined) throw new Error('Redis is not connected yet');
        return await countRequest(connection, key, windowMs);
      });
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}

async function answer(
  callback: Answer,
  count: () => Promise<{ current: number; ttl: number }>,
): Promise<void> {
  let counted;
  try {
    counted = await count();
  } catch (error) {
    return callback(error as Error);
  }
  callback(null, counted);
}
