import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newOrderId, openLedger, orderSecond, paymentsKey } from '@onsale/ledger';
import { connectRedis, RedisConnectionError } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { installOn, startRedisPair } from '@onsale/testing';
import { requireReplicas } from '../../src/engine/replicas.ts';

const pair = await startRedisPair();
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const config = { REDIS_URL: pair.url, REDIS_HOST: '', REDIS_PORT: 0 };
const redis = await connectRedis(config, { logger, name: 'payments' });
after(async () => {
  await redis.close();
  await pair.stop();
});

test('nothing is told of a payment before the replica has it', async () => {
  await installOn(redis);
  const ledger = await openLedger(redis, 1);
  const orderId = newOrderId(0, Date.now());
  const key = paymentsKey(0, orderSecond(orderId));
  const store = async () => await redis.command(key, ['HSET', key, orderId, '{"revision":1}']);
  await store();
  await requireReplicas({ ledger, replicas: 1 }, orderId);
  pair.holdReplication(true);
  // By another connection than the one that waits.
  await store();
  await assert.rejects(requireReplicas({ ledger, replicas: 1 }, orderId), RedisConnectionError);
  pair.holdReplication(false);
  await requireReplicas({ ledger, replicas: 1 }, orderId);
});
