import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchmarks } from '../src/benchmarks.ts';
import { isMet, type Row, SMOKE } from '../src/measure/benchmark.ts';
import { compare, summarize } from '../src/measure/rounds.ts';
import { table } from '../src/measure/table.ts';

const run = promisify(execFile);
const programOf = (file: string) => fileURLToPath(new URL(`../src/${file}`, import.meta.url));

// Not how fast anything is, but whether every benchmark still measures something. One at a time,
// because each is a whole shop under full load.
describe('a tiny run', () => {
  for (const benchmark of benchmarks) {
    it(`of ${benchmark.name} gives a figure for each row`, async () => {
      const rows = await benchmark.run(SMOKE);
      assert.ok(rows.length > 0);
      for (const row of rows) {
        assert.ok(row.ours.median > 0, row.what);
        if (row.theirs !== undefined) assert.ok(row.theirs.median > 0, row.what);
        assert.ok(Number.isFinite(row.result.median), row.what);
      }
      const named = rows.map((row) => ({ ...row, benchmark: benchmark.name }));
      assert.equal(table(named).length, rows.length + 2);
    });
  }
});

// These print their own tables.
describe('a tiny run of what npm run bench does not measure', () => {
  for (const [name, ...options] of [
    ['followers', '--followers', '40', '--limit', '1000'],
    ['fleet', '--instances', '20', '--seconds', '1'],
  ]) {
    it(`of ${name} comes to its end`, async () => {
      const { stdout } = await run(process.execPath, [programOf(`${name}.ts`), ...options]);
      assert.match(stdout, name === 'fleet' ? /Redis' CPU, sockets included/ : /audit: clean/);
    });
  }
});

it('the capacity of a sale follows from the last run', async () => {
  const { stdout } = await run(process.execPath, [programOf('capacity/main.ts')]);
  assert.match(stdout, /^gateways +\d+$/m);
  assert.match(stdout, /settles at most \d{4,6} orders\/s/);
});

describe('a result', () => {
  const row = (ours: number[], theirs: number[], goal: Row['goal']) =>
    compare({ what: 'a', against: 'b', unit: 'x/s', ours, theirs, goal });

  it('is the median of the ratios of the rounds', () => {
    // The second round was slow for both, the third for one of them.
    const { result } = row([90, 45, 40], [100, 50, 100], undefined);
    assert.deepEqual(result, { median: 0.9, low: 0.4, high: 0.9 });
    assert.equal(summarize([1, 2, 3, 100]).median, 2.5);
  });

  it('misses its goal only on the wrong side of it', () => {
    assert.equal(isMet(row([69], [100], { atLeast: 0.7 })), false);
    assert.equal(isMet(row([70], [100], { atLeast: 0.7 })), true);
    assert.equal(isMet(row([301], [100], { atMost: 3 })), false);
    assert.equal(isMet(row([300], [100], { atMost: 3 })), true);
    assert.equal(isMet(row([1], [100], undefined)), true);
  });

  it('stands once in the table, beside everything that it is compared with', () => {
    const figure = { ...row([1], [2], { atMost: 0.4 }), benchmark: 'b' };
    const other = { ...figure, what: 'c' };
    const lines = table([figure, { ...figure, against: 'd' }, other]).map((line) =>
      line.replaceAll(/ +/g, ' '),
    );
    assert.deepEqual(lines.slice(2), [
      '| b | a | 1.00 x/s | b: 2.00 | 0.50, **goal ≤0.4 missed** |',
      '| | | | d: 2.00 | 0.50, **goal ≤0.4 missed** |',
      '| | c | 1.00 x/s | b: 2.00 | 0.50, **goal ≤0.4 missed** |',
    ]);
  });

  it('without a figure is a miss', () => {
    assert.equal(isMet(row([], [], { atLeast: 0.7 })), false);
    assert.equal(isMet(row([], [], { atMost: 0.7 })), false);
  });
});
