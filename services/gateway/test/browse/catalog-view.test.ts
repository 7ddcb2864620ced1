import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Ledger, shardOf, stockKey } from '@onsale/ledger';
import { createLogger } from '@onsale/service';
import { CatalogView } from '../../src/browse/catalog-view.ts';
import { openGateway, type TestGateway } from '../open-gateway.ts';

const SHARDS = 16;

describe('the catalog view', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway({ SHARDS: String(SHARDS) });
  });
  after(() => gateway.close());

  it('reads only the stock it shows, however many types are withdrawn', async () => {
    const key = stockKey(shardOf('fair', SHARDS));
    const withdraw =
      "for i = 1, 20000 do for _, book in ipairs({ 'capacity', 'remaining', 'held', 'sold' }) do " +
      "redis.call('HSET', KEYS[1], 'gone-' .. i .. ':' .. book, 0) end end";
    await gateway.redis.command('EVAL', withdraw, '1', key);
    const { redis } = gateway.ledger;
    let largest = 0;
    const watched: Ledger = {
      ...gateway.ledger,
      redis: {
        ...redis,
        command: async (of, args) => {
          const reply = await redis.command(of, args);
          if (of === key && Array.isArray(reply)) largest = Math.max(largest, reply.length);
          return reply;
        },
      },
    };
    const logger = createLogger({ service: 'gateway', instance: 'test', level: 'silent' });
    const catalogView = new CatalogView(watched, { guard: { obstacle: undefined }, logger });
    await catalogView.open();
    await catalogView.close();
    assert.equal(largest, 3 * 4);
  });
});
