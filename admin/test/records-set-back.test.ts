import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { orderHandle, toOrder, readRecords } from '@onsale/ledger';
import { hold } from '../../packages/ledger/test/test-ledger.ts';
import {
  recordAll,
  sell,
  startRecordedShop,
} from '../../packages/records/test/recorder/recorded-shop.ts';
import { backUp, setBack } from '../../packages/records/test/set-back/kept-state.ts';
import { writeArchiveFile } from '../src/archive-files/write-archive-file.ts';
import { orderJson } from '../src/order-json.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const shop = await startRecordedShop({ adult: 5, child: 2 });

/** Runs `records …` to its end. */
async function records(...args: string[]) {
  const env = {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
    REDIS_URL: shop.redis.url,
    DATABASE_URL: shop.postgres.url,
  };
  const child = spawn(process.execPath, [MAIN, 'records', ...args], { env });
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number];
  const [stdout, stderr] = await texts;
  return { code, stdout, stderr };
}

test('a Redis that was set back is shown, put back as far as there are tickets, and verified', async () => {
  await recordAll(shop.parts);
  await hold(shop.ledger, 'adult:1');
  await recordAll(shop.parts);
  await backUp(shop);
  const [lost] = await sell(shop, ['bea@example.org'], 'child:1');
  const [sold] = await sell(shop, ['cay@example.org'], 'adult:2');
  await recordAll(shop.parts);
  await setBack(shop);
  await sell(shop, ['dan@example.org'], 'child:2');
  await recordAll(shop.parts);

  const shown = await records('set-back');
  assert.equal(shown.code, 1);
  assert.match(shown.stdout, /^shard +missing +older .*\n0 +2 +0 +0 +0\n/);
  const named = `order ${orderHandle(sold!.id)} of show-7 (2 × adult): recorded as confirmed, missing`;
  assert.ok(shown.stdout.includes(named), shown.stdout);
  assert.doesNotMatch(shown.stdout, new RegExp(`${sold!.id}|example`));

  const refused = await records('set-back', 'accept');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /paid ones too; .* Add --yes/);

  const some = await records('set-back', 'restore');
  assert.equal(some.code, 1);
  assert.match(
    some.stdout,
    /^1 order put back\n1 order not put back:\n.*too few of child are left\n/,
  );
  assert.match(some.stdout, new RegExp(orderHandle(lost!.id)));
  const all = await records('set-back', 'restore', '--give-up');
  assert.deepEqual([all.code, all.stderr], [0, '']);
  assert.match(all.stdout, /They are given up, and the shop sells again\.\n$/);

  await recordAll(shop.parts);
  const verified = await records('verify');
  assert.deepEqual(
    [verified.code, verified.stdout],
    [0, '4 orders compared\nThe records and Redis agree.\n'],
  );
});

test('the records are made anew from Redis and the files of an archive', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-archive-'));
  t.after(() => rm(folder, { recursive: true }));
  const [gone] = await sell(shop, ['eve@example.org'], 'adult:1');
  const { record = '' } = (await readRecords(shop.ledger, 0, [gone!.id])).get(gone!.id) ?? {};
  const line = { ...orderJson(toOrder(shop.ledger, gone!.id, record)), record };
  await writeArchiveFile(folder, { shard: '0', lines: [JSON.stringify(line)] });
  await shop.redis.command('HDEL', `{s0}:orders:${gone!.id.slice(0, 8)}`, gone!.id);
  const rebuilt = await records('rebuild', '--archive', folder);
  assert.equal(rebuilt.stderr, '');
  assert.match(
    rebuilt.stdout,
    /^3 orders made anew from Redis, 0 from their own records, 1 more from the archive\n$/,
  );
});
