import type { Benchmark } from './measure/benchmark.ts';
import { waitUntilSettled } from './measure/drain.ts';
import { CONNECTIONS, startLoadDriver } from './measure/load-driver.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { compare, interleave } from './measure/rounds.ts';

/** The whole way, placed and settled: two gateways and two workers, compared with one of each. */
export const twoOfEach: Benchmark = {
  name: 'two-of-each',
  about: 'two gateways and two workers against one of each, orders placed and settled',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const options = { core: 'measured', environment: { REDIS_URL: redis.url } } as const;
    const drivers = [await startLoadDriver(), await startLoadDriver()];
    const requests = orderRequests({ withKey: false });
    const sell = async (count: number) => {
      const services = await Promise.all(
        ['gateway', 'order-worker'].flatMap((name) =>
          Array.from({ length: count }, () => startReady(name, options)),
        ),
      );
      const startedAt = performance.now();
      const placed = await Promise.all(
        services.slice(0, count).map(async ({ address }, i) => {
          const load = { url: address, requests, expect: 201, connections: CONNECTIONS / count };
          const result = await drivers[i]?.run({ ...load, durationMs: scale.roundMs });
          return (result?.requestsPerS ?? 0) * (scale.roundMs / 1000);
        }),
      );
      await waitUntilSettled(redis);
      const seconds = (performance.now() - startedAt) / 1000;
      await Promise.all(services.map((service) => service.stop()));
      return placed.reduce((sum, orders) => sum + orders, 0) / seconds;
    };
    try {
      const figures = await interleave(scale.rounds, {
        theirs: () => sell(1),
        ours: () => sell(2),
      });
      return [
        compare({
          what: 'two gateways and two workers, placed and settled',
          against: 'one of each',
          unit: 'orders/s',
          ...figures,
          goal: undefined,
          note: 'gateways and workers share core 0 in both cases, so this shows what sharing costs',
        }),
      ];
    } finally {
      await Promise.all(drivers.map((driver) => driver.stop()));
      await redis.stop();
    }
  },
};
