import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadFleet } from '@onsale/api-client';
import { fleetOfReport, FleetSeries } from './fleet-row.ts';

const fleet: LoadFleet = {
  moments: [
    {
      atS: 1,
      placed: null,
      confirmed: null,
      rejected: null,
      waiting: 0,
      services: [
        { service: 'gateway', living: 2, desired: 3, target: { cpuShare: 0.6 }, cpuShare: 0.83 },
        { service: 'audit', living: 1, desired: null, target: null, cpuShare: 0.1 },
      ],
    },
    {
      atS: 2,
      placed: 5,
      confirmed: 4,
      rejected: 1,
      waiting: 7,
      services: [
        { service: 'gateway', living: 3, desired: 3, target: { cpuShare: 0.6 }, cpuShare: null },
      ],
    },
  ],
  changes: [{ atS: 2, service: 'gateway', from: 2, to: 3, came: 1, went: 0, reason: '→ 3 wanted' }],
};

function drawn() {
  const { rows, marks } = fleetOfReport({ fleet }, 100);
  const series = new FleetSeries(10);
  series.pushBefore(rows);
  const draw = (name: 'orders' | 'instances' | 'cpu') => series[name].draw(0, 200, 100);
  return { orders: draw('orders'), instances: draw('instances'), cpu: draw('cpu'), marks };
}

test('the fleet of a report stands on the time axis of its run', () => {
  const { orders, instances, marks } = drawn();
  assert.deepEqual(orders.times, [101, 102]);
  assert.deepEqual(orders.values, {
    placed: [null, 5],
    confirmed: [null, 4],
    rejected: [null, 1],
    waiting: [0, 7],
  });
  assert.deepEqual(instances.values, { gateway: [2, 3], audit: [1, null] });
  assert.partialDeepStrictEqual(marks, [{ timeS: 102, from: 2, to: 3, reason: '→ 3 wanted' }]);
});

test('only services that are scaled by CPU have a line of it, in percent, with its target', () => {
  assert.deepEqual(drawn().cpu.values, { gateway: [83, null], 'gateway target': [60, 60] });
});

test('a report of a target without a fleet has no rows and no marks', () => {
  assert.deepEqual(fleetOfReport({}, 100), { rows: [], marks: [] });
});
