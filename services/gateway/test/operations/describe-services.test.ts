import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FleetService, Instance } from '@onsale/contracts';
import { scaleTargets } from '../../src/config.ts';
import { describeServices } from '@onsale/service';

const running = (service: string, cpu: number, cpuRequest: number | null): Instance => ({
  ...{ service, instance: `${service}-1`, since: '2026-01-01T00:00:00.000Z', cpu, cpuRequest },
  ...{ memoryBytes: 1, work: 0, workPerSecond: 0 },
});

/** The services of a cluster, whose autoscalers aim at 60 % for gateways. */
function inCluster(...instances: Instance[]): FleetService[] {
  return describeServices(instances, new Map(), scaleTargets({ SCALE_TARGETS: 'gateway=60' }));
}

describe('the services of the fleet', () => {
  it('tell their use of what is requested, and what a cluster makes of it', () => {
    const target = { cpuShare: 0.6 };
    const gateway = { service: 'gateway', desired: null, target };
    assert.deepEqual(inCluster(running('gateway', 0.5, 0.5), running('gateway', 0.33, 0.5)), [
      { ...gateway, living: 2, cpuShare: 0.83, reason: 'cpu 83 % of 60 % → more wanted' },
    ]);
    // Within the tolerance of a HorizontalPodAutoscaler.
    assert.deepEqual(inCluster(running('gateway', 0.32, 0.5)), [
      { ...gateway, living: 1, cpuShare: 0.64, reason: 'cpu 64 % of 60 %' },
    ]);
  });

  it('tell nothing of a use that nobody measures, and no reason where nothing scales', () => {
    assert.deepEqual(inCluster(running('gateway', 0.5, null), running('audit', 0.1, 0.2)), [
      {
        ...{ service: 'audit', living: 1, desired: null },
        ...{ reason: null, target: null, cpuShare: 0.5 },
      },
      {
        ...{ service: 'gateway', living: 1, desired: null },
        ...{ reason: null, target: { cpuShare: 0.6 }, cpuShare: null },
      },
    ]);
  });

  it('leave out what a process needs to start', () => {
    const starting = { ...running('gateway', 1, 0.5), since: new Date().toISOString() };
    const use = (...instances: Instance[]) => inCluster(...instances)[0]?.cpuShare;
    assert.equal(use(running('gateway', 0.1, 0.5), starting), 0.2);
    assert.equal(use(starting), null);
  });

  it('leave the word to an autoscaler that has one', () => {
    const desired = new Map([['gateway', { count: 3, reason: 'as it says', cpuTarget: 0.5 }]]);
    const targets = new Map([['gateway', 0.6]]);
    assert.deepEqual(describeServices([running('gateway', 0.5, 0.5)], desired, targets), [
      {
        ...{ service: 'gateway', living: 1, desired: 3 },
        ...{ reason: 'as it says', target: { cpuShare: 0.5 }, cpuShare: 1 },
      },
    ]);
  });
});
