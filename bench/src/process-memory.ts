import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark } from './measure/benchmark.ts';
import { waitUntilSettled } from './measure/drain.ts';
import { CONNECTIONS, startLoadDriver } from './measure/load-driver.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { absolute } from './measure/rounds.ts';

/** "At rest" means that a process has been ready for this long. */
const REST_MS = 3000;

/** Memory of one gateway and one worker, at rest and after a million orders. */
export const processMemory: Benchmark = {
  name: 'process-memory',
  about: 'resident memory of a gateway and a worker, at rest and after a million orders',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const options = { core: 'measured', environment: { REDIS_URL: redis.url } } as const;
    const gateway = await startReady('gateway', options);
    const worker = await startReady('order-worker', options);
    const driver = await startLoadDriver();
    try {
      await delay(REST_MS);
      const atRest = { gateway: residentMb(gateway.pid), worker: residentMb(worker.pid) };
      const load = {
        url: gateway.address,
        requests: orderRequests({ withKey: true }),
        expect: 201,
      };
      let placed = 0;
      while (placed < scale.manyOrders) {
        const durationMs = scale.roundMs;
        const { requestsPerS } = await driver.run({
          ...load,
          connections: CONNECTIONS,
          durationMs,
        });
        placed += Math.round(requestsPerS * (durationMs / 1000));
      }
      await waitUntilSettled(redis);
      const after = { gateway: residentMb(gateway.pid), worker: residentMb(worker.pid) };
      const orders = scale.manyOrders.toLocaleString('en');
      const row = (what: string, mb: number, atMost: number) =>
        absolute({ what, unit: 'MB', ours: [mb], goal: { atMost } });
      return [
        row('memory at rest, gateway', atRest.gateway, 100),
        row('memory at rest, worker', atRest.worker, 100),
        row(`memory after ${orders} orders, gateway`, after.gateway, 150),
        row(`memory after ${orders} orders, worker`, after.worker, 150),
      ];
    } finally {
      await Promise.all([driver.stop(), gateway.stop(), worker.stop()]);
      await redis.stop();
    }
  },
};

// Linux only; elsewhere the figure is missing.
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1000;
}
