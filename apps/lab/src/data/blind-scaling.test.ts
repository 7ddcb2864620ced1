import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fleet, LoadStats } from '@onsale/api-client';
import { blindNow, BlindScalingWatch } from './blind-scaling.ts';

const load = (p99: number | null, state: LoadStats['state'] = 'running') =>
  ({
    state,
    latency: { second: { p99 } },
    config: { thresholds: { p99Ms: 500 } },
  }) as LoadStats;
const service = (name: string, cpuShare: number | null, target: number | null) => ({
  service: name,
  living: 1,
  desired: null,
  reason: null,
  cpuShare,
  target: target === null ? null : { cpuShare: target },
});
const fleet = (...services: ReturnType<typeof service>[]): Pick<Fleet, 'services'> => ({
  services,
});

test('says which service is closest to its target while latency is broken', () => {
  const found = blindNow(
    load(900),
    fleet(
      service('gateway', 0.27, 0.6),
      service('order-worker', 0.5, 0.6),
      service('database-api', 0.9, null),
    ),
  );
  assert.deepEqual(found, {
    p99Ms: 900,
    limitMs: 500,
    service: 'order-worker',
    cpuShare: 0.5,
    target: 0.6,
  });
});

test('is silent while latency holds, while something is above its target, and after the run', () => {
  const idle = fleet(service('gateway', 0.27, 0.6));
  assert.equal(blindNow(load(400), idle), undefined);
  assert.equal(blindNow(load(null), idle), undefined);
  assert.equal(blindNow(load(900), fleet(service('gateway', 0.7, 0.6))), undefined);
  assert.equal(blindNow(load(900, 'finished'), idle), undefined);
  assert.equal(blindNow(load(900), fleet(service('gateway', 0.27, null))), undefined);
});

test('a moment of it is an accident; five in a row are said', () => {
  const watch = new BlindScalingWatch();
  const now = blindNow(load(900), fleet(service('gateway', 0.27, 0.6)));
  const said = [1, 2, 3, 4, 5, 6].map(() => watch.look(now) !== undefined);
  assert.deepEqual(said, [false, false, false, false, true, true]);
  assert.equal(watch.look(undefined), undefined);
  assert.equal(watch.look(now), undefined);
});
