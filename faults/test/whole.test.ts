import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { TEST_SEED as seed } from '@onsale/testing';
import { CELLS, cellsNamed, FAULT_NAMES, nameOf, PART_NAMES, whyNot } from '../src/whole/matrix.ts';
import { runWhole } from '../src/whole/run-whole.ts';
import { matrix, rowsOf } from '../src/whole/whole-table.ts';

/** Some faults, each of another part; the suite of faults plays all of them. */
const PLAYED = ['waiting-room-killed', 'payments-cut', 'phones-killed'];

test('each part is hit by each fault, or the page says why not', async () => {
  const page = await readFile(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
  const results = await readFile(new URL('../RESULTS.md', import.meta.url), 'utf8');
  // Tables are padded there.
  const plain = page.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  assert.ok(plain.includes(matrix(results)), 'npm run faults -- whole --write writes it');
  assert.deepEqual(
    rowsOf(results).map(({ name }) => name),
    CELLS.map(nameOf),
  );
  const empty = PART_NAMES.flatMap((part) =>
    FAULT_NAMES.filter((fault) => whyNot({ part, fault }) !== undefined),
  );
  assert.equal(CELLS.length + empty.length, PART_NAMES.length * FAULT_NAMES.length);
});

test('every order, cent, mail, ticket and scan is right after some of the faults', async () => {
  const cells = PLAYED.flatMap(cellsNamed);
  const results = await runWhole(cells, { seed, quick: true, say: () => undefined });
  assert.deepEqual(
    results.flatMap(({ cell, broken }) => broken.map((what) => `${nameOf(cell)}: ${what}`)),
    [],
  );
  assert.equal(results.length, PLAYED.length);
});
