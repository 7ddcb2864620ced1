import assert from 'node:assert/strict';
import { matchesGlob } from 'node:path';
import { test } from 'node:test';
import { listFiles, readText } from './project-files.ts';
import { filesOf, IMAGE_TESTS, listTests, LONG_SUITES, suitesOf } from './suites.ts';

const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
const names = Object.keys(LONG_SUITES);

test('each file with tests is run by one suite', () => {
  const tests = listTests();
  assert.ok(tests.length > 400);
  const counts = new Map(tests.map((file) => [file, matchesGlob(file, IMAGE_TESTS) ? 1 : 0]));
  for (const suite of [undefined, ...names]) {
    for (const file of filesOf(suite)) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  assert.deepEqual(
    tests.filter((file) => counts.get(file) !== 1),
    [],
  );
  assert.deepEqual(
    tests.filter((file) => suitesOf(file).length > 1),
    [],
  );
});

test('nothing that looks like a test is in a file that no suite finds', () => {
  const sources = listFiles().filter((file) => /\.(ts|tsx|mjs)$/.test(file));
  const tests = new Set(listTests());
  const lost = sources.filter((file) => /[._](test|spec)\.\w+$/.test(file) && !tests.has(file));
  assert.deepEqual(lost, []);
});

test('every pattern of a suite finds a file', () => {
  const tests = listTests();
  const patterns = Object.values(LONG_SUITES).flatMap(({ files, butNot = [] }) => [
    ...files,
    ...butNot,
  ]);
  const idle = patterns.filter((pattern) => !tests.some((file) => matchesGlob(file, pattern)));
  assert.deepEqual(idle, []);
});

test('every suite has its command', () => {
  for (const name of names) {
    assert.ok(scripts[`test:${name}`]?.endsWith(`node test/run-suite.ts ${name}`), name);
  }
  assert.ok(scripts['test:long']?.endsWith(`node test/run-suite.ts ${names.join(' ')}`));
  assert.match(scripts['test'] ?? '', /node test\/run-suite\.ts$/);
  assert.ok(scripts['images:test']?.includes(IMAGE_TESTS));
});
