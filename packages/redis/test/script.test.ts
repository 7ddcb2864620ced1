import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { findScripts, loadScript } from '../src/index.ts';
import { orderOf, place, startLedgerRedis } from '../../ledger/test/test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();
const SOURCES = new URL('../../ledger/src/', import.meta.url);

test('a missing function is reported, with what to do', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:1'));
  await server.command('FUNCTION', 'FLUSH');
  await assert.rejects(place(ledger, orderOf('adult:1')), {
    name: 'MissingFunctionError',
    message: /functions of this version \(place\): run npm run admin -- data install/,
  });
});

test('a function has the flags of its file and a name derived from its content', () => {
  const { name, operation, library } = loadScript(new URL('orders/settle.lua', SOURCES));
  assert.equal(operation, 'settle');
  assert.match(name, /^onsale_settle_[0-9a-f]{12}$/);
  assert.match(library, new RegExp(`^#!lua name=${name}\n`));
  assert.match(library, /flags = \{ 'allow-oom' \}/);
  assert.match(loadScript(new URL('orders/place.lua', SOURCES)).library, /flags = \{ {2}\}/);
});

test('all functions of the project are found, but not included files', () => {
  const scripts = findScripts(new URL('../../../', import.meta.url));
  const operations = new Set(scripts.map(({ operation }) => operation));
  for (const one of ['place', 'settle', 'count-requests', 'create-entry']) {
    assert.ok(operations.has(one), one);
  }
  assert.ok(!operations.has('items'));
});

test('includes are replaced by their files', () => {
  const { library } = loadScript(new URL('orders/place.lua', SOURCES));
  assert.match(library, /local function wanted\(packed\)/);
  assert.doesNotMatch(library, /--@include/);
});

test('a library is put before the function, and is part of its name', () => {
  const { library } = loadScript(new URL('orders/place.lua', SOURCES));
  const [shared = '', body = ''] = library.split('redis.register_function');
  assert.match(shared, /local function now_ms\(\)/);
  assert.match(body, /begin\(\)/);
  assert.doesNotMatch(library, /^--@library/m);
  const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  const file = (name: string) => pathToFileURL(join(folder, name));
  writeFileSync(file('main.lua'), '#!lua\n--@library shared\nreturn one()\n');
  const names = ['1', '2'].map((number) => {
    writeFileSync(file('shared.lua'), `local function one() return ${number} end\n`);
    return loadScript(file('main.lua')).name;
  });
  assert.notEqual(names[0], names[1]);
  rmSync(folder, { recursive: true });
});

test('no script spells out a key or channel', () => {
  const scripts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.lua'),
  );
  assert.ok(scripts.length >= 5);
  for (const name of scripts) {
    const code = readFileSync(new URL(name, SOURCES), 'utf8').replaceAll(/--.*$/gm, '');
    assert.doesNotMatch(code, /\{s|order-stream|order-changes|dead-letters|onsale:/, name);
  }
});
