import assert from 'node:assert/strict';
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Store } from '../../src/books/store.ts';

let folder: string;
let journal: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-store-'));
  journal = join(folder, 'journal');
});
afterEach(() => rm(folder, { recursive: true }));

async function open(): Promise<Store> {
  return await Store.open(folder, (error) => assert.fail(error));
}

test('what was flushed is there after a start, and what was deleted is not', async () => {
  const store = await open();
  const document = { n: 1 };
  store.put('a', document);
  store.put('b', { n: 2 });
  await store.flushed();
  document.n = 3;
  store.put('a', document);
  store.delete('b');
  await store.close();
  const again = await open();
  assert.deepEqual([again.get('a'), again.get('b')], [{ n: 3 }, undefined]);
  await again.close();
});

test('changes that arrive together share a line', async () => {
  const store = await open();
  const flushes = Array.from({ length: 1000 }, (_, i) => {
    store.put(`key-${i}`, { i });
    return store.flushed();
  });
  await Promise.all(flushes);
  const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
  assert.ok(lines.length <= 3, `${lines.length} lines`);
  await store.close();
});

test('a journal that was cut anywhere has whole lines, and goes on', async () => {
  const store = await open();
  for (let i = 0; i < 5; i += 1) {
    store.put('left', { i });
    store.put('right', { i });
    await store.flushed();
  }
  await store.close();
  const whole = await readFile(journal);
  for (let length = whole.length; length >= 0; length -= 7) {
    await writeFile(journal, whole);
    await truncate(journal, length);
    const cut = await open();
    assert.deepEqual(cut.get('left'), cut.get('right'));
    cut.put('after', { length });
    await cut.close();
    const again = await open();
    assert.deepEqual(again.get('after'), { length });
    await again.close();
  }
});

test('a journal that is damaged before its end is not used', async () => {
  await appendFile(journal, '[["a",{"n":1}]]\n[["a",{"n"\n[["b",{"n":2}]]\n');
  await assert.rejects(open(), /journal is damaged at byte 16$/);
});

test('a long journal is written anew while changes go on, and nothing is lost', async () => {
  const store = await open();
  const text = 'x'.repeat(100_000);
  const flushes: Promise<void>[] = [];
  for (let i = 0; i < 400; i += 1) {
    store.put(`key-${i % 20}`, { i, text });
    store.put(`small-${i}`, { i });
    flushes.push(store.flushed());
    if (i % 5 === 0) await flushes.shift();
  }
  await store.close();
  const { size } = await stat(journal);
  assert.ok(size < 20_000_000, `${size} bytes of 40 MB that were written`);
  assert.deepEqual(await readdir(folder), ['journal']);
  const again = await open();
  for (let i = 0; i < 400; i += 1) {
    assert.deepEqual(again.get(`small-${i}`), { i });
    if (i >= 380) assert.equal((again.get(`key-${i % 20}`) as { i: number }).i, i);
  }
  await again.close();
});
