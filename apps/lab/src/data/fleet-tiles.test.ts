import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instance } from '@onsale/api-client';
import { groupTiles, nextTiles, type Tile } from './fleet-tiles.ts';

const instance = (name: string, part: Partial<Instance> = {}): Instance => ({
  service: 'order-worker',
  instance: name,
  since: '2027-01-01T00:00:00.000Z',
  cpuRequest: null,
  cpu: 0.1,
  memoryBytes: 1,
  work: 0,
  workPerSecond: 0,
  ...part,
});
const phases = (tiles: readonly Tile[]) =>
  tiles.map((tile) => `${tile.instance.instance} ${tile.phase}`);

test('those who were there first are not marked as new; who comes later is, for a while', () => {
  const first = nextTiles(undefined, [instance('a')], 1000);
  assert.deepEqual(phases(first), ['a living']);
  const second = nextTiles(first, [instance('a'), instance('b')], 2000);
  assert.deepEqual(phases(second), ['a living', 'b new']);
  const third = nextTiles(second, [instance('a'), instance('b')], 20_000);
  assert.deepEqual(phases(third), ['a living', 'b living']);
});

test('who vanishes stays to be seen as ended, and then goes', () => {
  const first = nextTiles(undefined, [instance('a'), instance('b')], 1000);
  const second = nextTiles(first, [instance('a')], 2000);
  assert.deepEqual(phases(second), ['a living', 'b gone']);
  const third = nextTiles(second, [instance('a')], 9000);
  assert.deepEqual(phases(third), ['a living', 'b gone']);
  assert.deepEqual(phases(nextTiles(third, [instance('a')], 10_000)), ['a living']);
});

test('who comes back is new', () => {
  const first = nextTiles(undefined, [instance('a')], 1000);
  const gone = nextTiles(first, [], 2000);
  assert.deepEqual(phases(nextTiles(gone, [instance('a')], 3000)), ['a new']);
});

test('keeps the last thirty figures of work', () => {
  let tiles: Tile[] | undefined;
  for (let i = 0; i < 40; i++) {
    tiles = nextTiles(tiles, [instance('a', { workPerSecond: i })], i * 1000);
  }
  assert.equal(tiles?.[0]?.work.length, 30);
  assert.equal(tiles?.[0]?.work.at(-1), 39);
});

test('groups stand in the order of an order’s way, the oldest tile first', () => {
  const tiles = nextTiles(
    undefined,
    [
      instance('w2', { since: '2027-01-02T00:00:00.000Z' }),
      instance('x', { service: 'something' }),
      instance('w1'),
      instance('g', { service: 'gateway' }),
    ],
    1000,
  );
  const groups = groupTiles(tiles, [
    { service: 'order-worker', living: 2, desired: 4, reason: null, target: null, cpuShare: null },
  ]);
  assert.deepEqual(
    groups.map(({ service, living, desired }) => [service, living, desired]),
    [
      ['gateway', 1, null],
      ['order-worker', 2, 4],
      ['something', 1, null],
    ],
  );
  assert.deepEqual(phases(groups[1]?.tiles ?? []), ['w1 living', 'w2 living']);
});

test('an ended instance is not counted as living, and keeps its service in sight', () => {
  const first = nextTiles(undefined, [instance('a')], 1000);
  const gone = nextTiles(first, [], 2000);
  assert.partialDeepStrictEqual(groupTiles(gone, []), [{ service: 'order-worker', living: 0 }]);
});
