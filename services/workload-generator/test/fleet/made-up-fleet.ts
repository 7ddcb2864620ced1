import type { Fleet } from '@onsale/contracts';

type Service = Fleet['services'][number];

/** What a target says of a gateway and its processes, by their names. */
export function gatewayFleet(
  names: readonly string[],
  { atS = 0, placed = 0, ...service }: { atS?: number; placed?: number } & Partial<Service> = {},
): Fleet {
  return {
    at: new Date(Date.parse('2087-01-01T00:00:00Z') + atS * 1000).toISOString(),
    services: [
      {
        ...{ service: 'gateway', living: names.length, desired: null, reason: null },
        ...{ target: { cpuShare: 0.6 }, cpuShare: 0.5 },
        ...service,
      },
    ],
    instances: names.map((instance) => ({
      ...{ service: 'gateway', instance, since: '2087-01-01T00:00:00.000Z' },
      ...{ cpu: 0, cpuRequest: 0.1, memoryBytes: 1, work: 0, workPerSecond: 0 },
    })),
    orders: { placed, confirmed: placed, rejected: 0, waiting: 3 },
  };
}
