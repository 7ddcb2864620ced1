import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { audit } from '../../src/index.ts';
import { ON_CLUSTER, startLedgerRedis } from '../test-ledger.ts';
import { openShow, readShow } from './order-life-data.ts';
import { Model } from './order-life-model.ts';
import { type Play, settleAll, step } from './order-life-steps.ts';

// Random histories of orders, from placing to the archive, run on a real Redis and on a model. After each
// step both must have given the same answers and hold the same data: books, pools, counts, indexes, what
// customers have, how often codes were used, the places of a line, the order log, the backlog and every order.

// Histories take longer with 16 shards.
const RUNS = ON_CLUSTER ? 60 : 1200;
/** The changes of state that must have happened often enough to prove something. */
const CHANGES = 'pc ph ps pb pl pn pd pf fp hc hx hk ho oc ox oh xc ck cr cc hh oo';
/** What must have been refused, or taken again, as often. */
const LATE = ['code', 'turn', 'no-turn', 'turn taken again'];

// Durability does not matter here, and thousands of sales would mean many syncs.
const { server, freshLedger } = await startLedgerRedis({ args: ['--appendonly', 'no'] });

// Another database of the server keeps the data of a new show, which is faster than making it again.
const KEPT = `redis.call('SELECT', 1)
for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', 0) end`;
const KEEP = `for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', 1) end`;

async function freshShow(): Promise<Play['ledger']> {
  const ledger = await freshLedger();
  await openShow(ledger);
  if (!ON_CLUSTER) await server.command('EVAL', KEEP, '0');
  return ledger;
}

async function showAgain(): Promise<void> {
  if (ON_CLUSTER) {
    await openShow(await freshLedger());
    return;
  }
  await server.command('FLUSHDB');
  await server.command('EVAL', KEPT, '0');
}

async function compare({ ledger, model }: Play): Promise<void> {
  const placed = model.in('phoc').flatMap(({ place }) => place ?? []);
  assert.equal(new Set(placed).size, placed.length, 'a place has two orders');
  const { log, data } = await readShow(ledger, model);
  assert.deepEqual(data, model.expected());
  const changes = log.flatMap((entry) => entry.split(' '));
  assert.deepEqual(changes, model.takeLog());
}

test('no history of orders oversells, loses, doubles or miscounts anything', async () => {
  const seen: Record<string, number> = {};
  const ledger = await freshShow();
  const histories = fc.array(step, { minLength: 12, maxLength: 26, size: 'large' });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      await showAgain();
      const play: Play = { ledger, model: new Model(), tried: [], delivered: [], settled: [] };
      for (const take of history) {
        await take(play);
        await compare(play);
      }
      await settleAll(play);
      await compare(play);
      assert.deepEqual((await audit(ledger)).problems, []);
      for (const [change, count] of play.model.changes) seen[change] = (seen[change] ?? 0) + count;
    }),
    { numRuns: RUNS, seed: TEST_SEED },
  );
  const rare = [...CHANGES.split(' '), ...LATE].filter(
    (change) => (seen[change] ?? 0) < RUNS / 200,
  );
  assert.deepEqual(rare, [], `too few to prove much: ${JSON.stringify(seen)}`);
});
