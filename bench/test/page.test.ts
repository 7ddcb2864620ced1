import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toMarkdown } from '../src/measure/page.ts';
import type { NamedRow, Results } from '../src/measure/table.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const latest = JSON.parse(read('bench/results/latest.json')) as Results;

test('docs/benchmarks.md has the figures of the last run', () => {
  const page = read('docs/benchmarks.md');
  assert.ok(page.includes(toMarkdown(latest)), 'npm run bench -- --page writes it');
});

const summary = (median: number) => ({ median, low: median, high: median });
const row = (what: string, ours: number, own: Partial<NamedRow> = {}): NamedRow => ({
  ...{ benchmark: 'settle', what, against: '', unit: 'µs', goal: undefined },
  ...{ ours: summary(ours), result: summary(ours), resultUnit: 'µs', ...own },
});
const linesOf = (...rows: NamedRow[]) =>
  toMarkdown({ ...latest, rows })
    .split('\n')
    .slice(5);

test('figures that differ after the last comma alone share a line, and all comparisons of a figure do', () => {
  const compared = (against: string, theirs: number): Partial<NamedRow> => ({
    ...{ against, theirs: summary(theirs), result: summary(0.5), resultUnit: '' },
    goal: { atLeast: 0.4 },
  });
  const lines = linesOf(
    row('an order, alone', 20, { note: 'on its own' }),
    row('a batch, of ten', 40, compared('bare', 80)),
    row('an order, with a key', 30),
    row('a batch, of ten', 40, compared('raw', 90)),
  );
  assert.deepEqual(lines, [
    '**settle** (on its own):',
    '',
    '- an order: alone 20.0 µs; with a key 30.0 µs',
    '- a batch, of ten: 40.0 µs; bare (80.0): 0.50, goal ≥0.4; raw (90.0): 0.50, goal ≥0.4',
  ]);
});

test('a note of some figures stays with them, and a missed goal is told', () => {
  const lines = linesOf(
    row('an order', 20),
    row('a batch', 40, { note: 'on its own', goal: { atMost: 30 } }),
  );
  assert.deepEqual(lines, [
    '**settle**:',
    '',
    '- an order: 20.0 µs',
    '- a batch (on its own): 40.0 µs, **goal ≤30 missed**',
  ]);
});
