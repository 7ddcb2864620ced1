import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Ticket } from '@onsale/contracts';
import { applyCatalog, type Ledger, shardOf, stockKey } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { createLogger } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { CatalogView } from '../../src/browse/catalog-view.ts';
import { openGateway, TEST_CATALOG, type TestGateway } from '../open-gateway.ts';

const SHARDS = 16;

describe('the catalogView', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway({ SHARDS: String(SHARDS) });
  });
  after(() => gateway.close());

  it('shows the prices of each shard as soon as they are in force there', async () => {
    const higher = TEST_CATALOG.replace('version: 1', 'version: 2').replaceAll(
      'price: 1',
      'price: 9',
    );
    const priceOf = async (ticketId: string) => {
      const answer = await gateway.app.inject('/v1/tickets');
      const { tickets } = answer.json<{ tickets: Ticket[] }>();
      return tickets.find(({ id }) => id === ticketId)?.price;
    };
    // The process applying the catalog dies before it is in force in the shard of the fair.
    const fair = `{s${shardOf('fair', SHARDS)}}:catalog`;
    const club = shardOf('club', SHARDS);
    assert.notEqual(shardOf('fair', SHARDS), club);
    const { redis } = gateway.ledger;
    let isDead = false;
    const dying: Ledger = {
      ...gateway.ledger,
      redis: {
        ...redis,
        command: async (key, args) => {
          const isCommit = args[0] === 'FCALL' && args[2] === '2' && args.length === 6;
          if (isCommit && key === fair) isDead = true;
          if (isDead) throw new Error('the process has died');
          return await redis.command(key, args);
        },
      },
    };
    // Shards are committed in order, so the fair must come after the club.
    assert.ok(club < shardOf('fair', SHARDS));
    await assert.rejects(applyCatalog(dying, parseCatalog(higher, 'c')), /has died/);
    await eventually(
      () => priceOf('club-adult'),
      (price) => price === 95,
    );
    assert.equal(await priceOf('fair-vip'), 120);

    await applyCatalog(gateway.ledger, parseCatalog(higher, 'c'));
    await eventually(
      () => priceOf('fair-vip'),
      (price) => price === 920,
    );
  });

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
    assert.equal(largest, 2 * 4);
  });
});
