import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fleet } from '@onsale/api-client';
import { cpuOf, fleetRow, livingOf } from './fleet-row.ts';

const fleet: Fleet = {
  at: '2087-01-01T00:00:00.000Z',
  services: [
    {
      service: 'gateway',
      living: 2,
      desired: 3,
      reason: 'cpu 83 % of 60 % → 3 wanted',
      target: { cpuShare: 0.6 },
      cpuShare: 0.83,
    },
    { service: 'audit', living: 1, desired: null, reason: null, target: null, cpuShare: 0.1 },
  ],
  instances: [],
  orders: { placed: 5, confirmed: 4, rejected: 0, waiting: 1 },
};
const row = fleetRow(fleet, { placed: 1, confirmed: null, rejected: null }, 7);

test('a row keeps what the charts draw, and survives being stored', () => {
  assert.partialDeepStrictEqual(row, { timeS: 7, waiting: 1, rates: { placed: 1 } });
  assert.deepEqual(JSON.parse(JSON.stringify(row)), row);
  assert.deepEqual(livingOf(row), { gateway: 2, audit: 1 });
});

test('only services that are scaled by CPU have a line of it, in percent, with its target', () => {
  const cpu = cpuOf(row);
  assert.deepEqual(Object.keys(cpu), ['gateway', 'gateway target']);
  assert.deepEqual(
    Object.values(cpu).map((value) => Math.round(value ?? 0)),
    [83, 60],
  );
});
