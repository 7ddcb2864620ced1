import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';
import type { Instance } from '@onsale/contracts';
import { SilenceWatch } from '../src/silence-watch.ts';

const said = (...pids: number[]) =>
  pids.map((pid) => ({ instance: `${hostname()}-${pid}-abcdef` }) as Instance);

test('a process that no longer announces itself hangs', () => {
  const watch = new SilenceWatch(2);
  assert.deepEqual(watch.observe([1, 2], said(1, 2)), []);
  assert.deepEqual(watch.observe([1, 2], said(2)), []);
  assert.deepEqual(watch.observe([1, 2], said(2)), []);
  assert.deepEqual(watch.observe([1, 2], said(2)), [1]);
});

test('a process that is heard again does not', () => {
  const watch = new SilenceWatch(1);
  assert.deepEqual(watch.observe([1], said(1, 9)), []);
  for (let i = 0; i < 5; i++) {
    assert.deepEqual(watch.observe([1], said(9)), []);
    assert.deepEqual(watch.observe([1], said(1, 9)), []);
  }
});

test('a process that starts may take its time', () => {
  const watch = new SilenceWatch(0);
  for (let i = 0; i < 5; i++) assert.deepEqual(watch.observe([1, 2], said(2)), []);
});

test('when nobody is heard, it is not the processes that hang', () => {
  const watch = new SilenceWatch(0);
  watch.observe([1], said(1));
  for (let i = 0; i < 5; i++) assert.deepEqual(watch.observe([1], []), []);
});
