import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadScript } from '../src/index.ts';
import { orderOf, place, startLedgerRedis } from '../../ledger/test/test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();
const SOURCES = new URL('../../ledger/src/', import.meta.url);

test('a Redis that has forgotten the scripts is told them again', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  await server.command('SCRIPT', 'FLUSH');
  assert.deepEqual(await place(ledger, orderOf('adult:1')), [{ outcome: 'placed' }]);
});

test('an included file stands in the script, and nothing is left to include', () => {
  const { source, sha1 } = loadScript(new URL('orders/place.lua', SOURCES));
  assert.match(source, /local function wanted\(packed\)/);
  assert.doesNotMatch(source, /--@include/);
  assert.match(sha1, /^[0-9a-f]{40}$/);
});

test('no script spells a key or a channel', () => {
  const scripts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.lua'),
  );
  assert.ok(scripts.length >= 5);
  for (const name of scripts) {
    const code = readFileSync(new URL(name, SOURCES), 'utf8').replaceAll(/--.*$/gm, '');
    assert.doesNotMatch(code, /\{s|order-stream|order-changes|dead-letters|onsale:/, name);
  }
});
