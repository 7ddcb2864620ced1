import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fleetChanges } from '../src/fleet-changes.ts';

/** A fleet by the names of its processes. */
function fleet(processes: Record<string, string[]>, reason: string | null = null) {
  const services = Object.entries(processes);
  return {
    services: services.map(([service, names]) => ({
      ...{ service, living: names.length, desired: null, reason },
      ...{ target: null, cpuShare: null },
    })),
    instances: services.flatMap(([service, names]) =>
      names.map((instance) => ({
        ...{ service, instance, since: '2087-01-01T00:00:00.000Z' },
        ...{ cpu: 0, cpuRequest: null, memoryBytes: 0, work: 0, workPerSecond: 0 },
      })),
    ),
  };
}

test('says which service grew or shrank, and why', () => {
  const before = fleet({ gateway: ['a'], 'order-worker': ['w', 'v'] });
  const reason = 'cpu 83 % of 60 % → 2 wanted';
  const after = fleet({ gateway: ['a', 'b'], 'order-worker': ['w'] }, reason);
  assert.deepEqual(fleetChanges(before, after), [
    { service: 'gateway', from: 1, to: 2, came: 1, went: 0, reason },
    { service: 'order-worker', from: 2, to: 1, came: 0, went: 1, reason },
  ]);
});

test('a process that was replaced between two looks is a change, although the number is the same', () => {
  const [before, after] = [fleet({ gateway: ['a', 'b'] }), fleet({ gateway: ['a', 'c'] })];
  assert.deepEqual(fleetChanges(before, after), [
    { service: 'gateway', from: 2, to: 2, came: 1, went: 1, reason: null },
  ]);
  assert.deepEqual(fleetChanges(after, after), []);
});

test('a service that comes or goes as a whole is a change too', () => {
  const [one, two] = [fleet({ gateway: ['a'] }), fleet({ gateway: ['a'], audit: ['x'] })];
  assert.partialDeepStrictEqual(fleetChanges(one, two), [{ service: 'audit', from: 0, to: 1 }]);
  assert.partialDeepStrictEqual(fleetChanges(two, one), [
    { service: 'audit', from: 1, to: 0, reason: null },
  ]);
});

test('what the first look shows has not happened then', () => {
  assert.deepEqual(fleetChanges(undefined, fleet({ gateway: ['a', 'b', 'c'] })), []);
});
