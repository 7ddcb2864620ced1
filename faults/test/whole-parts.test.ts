import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED as seed } from '@onsale/testing';
import { CELLS, nameOf, PART_NAMES, PARTS } from '../src/whole/matrix.ts';
import { runWhole } from '../src/whole/run-whole.ts';

for (const part of PART_NAMES) {
  test(`a whole sale bears whatever happens to: ${PARTS[part]}`, async () => {
    const cells = CELLS.filter((cell) => cell.part === part);
    const results = await runWhole(cells, { seed, quick: true, say: () => undefined });
    assert.deepEqual(
      results.flatMap(({ cell, broken }) => broken.map((what) => `${nameOf(cell)}: ${what}`)),
      [],
    );
  });
}
