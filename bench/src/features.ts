import { writeCodes } from '@onsale/ledger';
import { putOnSale, type TestRedis } from '@onsale/testing';
import { openBenchLedger } from './measure/backlog.ts';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { CONNECTIONS, type Rates, ratesOf, startLoadDriver } from './measure/load-driver.ts';
import { type BenchService, startBenchRedis, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { type Peer, startPeer } from './measure/peer-process.ts';
import { compare, interleave } from './measure/rounds.ts';

const CODE = 'BENCH';
const CUSTOMER_KEY = 'a-secret-of-the-benchmark-of-more-than-32-characters';

/** What a shop may switch on, each by itself. */
interface Feature {
  what: string;
  environment?: (tracesUrl: string) => Record<string, string>;
  requests?: Partial<Parameters<typeof orderRequests>[0]>;
}

const NONE = 'none';
const FEATURES: Readonly<Record<string, Feature>> = {
  [NONE]: { what: 'nothing optional' },
  key: { what: 'an `Idempotency-Key`', requests: { withKey: true } },
  rateLimit: {
    what: 'a limit for each address',
    environment: () => ({ RATE_LIMIT_ORDERS: '1000000', TRUSTED_PROXIES: '10.0.0.1' }),
  },
  traces: {
    what: '1 % of traces',
    environment: (url) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_TRACES_SAMPLER_ARG: '0.01',
    }),
  },
  customers: {
    what: 'limits for each customer',
    environment: () => ({ CUSTOMER_KEY }),
    requests: { event: 'limited' },
  },
  code: {
    what: 'a discount code',
    // All of the load has one address, and a code counts as wrong until it was read.
    environment: () => ({ RATE_LIMIT_WRONG_CODES: '0' }),
    requests: { code: CODE },
  },
};

/** What each thing that can be switched on costs an order: in CPU of the gateway, and of Redis. */
export const features: Benchmark = {
  name: 'features',
  about: 'POST /orders with each thing that can be switched on, against the same without it',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const traces = await startPeer('trace-sink', { core: 'rest' });
    await prepare(redis);
    const gateways = new Map<string, BenchService>();
    const driver = await startLoadDriver();
    try {
      for (const [name, { environment }] of Object.entries(FEATURES)) {
        const own = environment?.(urlOf(traces)) ?? {};
        const options = {
          core: 'measured',
          environment: { REDIS_URL: redis.url, ...own },
        } as const;
        gateways.set(name, await startReady('gateway', options));
      }
      return rowsOf(await measure({ gateways, driver, redis }, scale));
    } finally {
      await Promise.all([driver, traces, ...gateways.values()].map((each) => each.stop()));
      await redis.stop();
    }
  },
};

async function prepare(redis: TestRedis): Promise<void> {
  const ledger = await openBenchLedger(redis);
  await putOnSale(ledger, LIMITED);
  const code = { code: CODE, unit: 'order', percent: 10, createdAtMs: 1 } as const;
  await writeCodes(ledger, { shard: 0, eventId: 'bench-event' }, [{ after: code }]);
}

async function measure(
  parts: {
    gateways: ReadonlyMap<string, BenchService>;
    driver: Awaited<ReturnType<typeof startLoadDriver>>;
    redis: TestRedis;
  },
  scale: Scale,
): Promise<Record<string, Rates>> {
  const { gateways, driver, redis } = parts;
  const rates: Record<string, Rates> = {};
  const rounds: Record<string, () => Promise<number>> = {};
  for (const [name, { address: url, pid }] of gateways) {
    const requests = orderRequests({ withKey: false, ...FEATURES[name]?.requests });
    const load = { url, pid, requests, expect: 201 };
    await driver.run({ ...load, connections: CONNECTIONS, durationMs: scale.warmUpMs });
    const own: Rates = { perS: [], perCpuS: [], redisUs: [] };
    rates[name] = own;
    rounds[name] = ratesOf(driver, load, { scale, redis, rates: own });
  }
  await interleave(scale.rounds, rounds);
  return rates;
}

function rowsOf(rates: Record<string, Rates>): Row[] {
  const { [NONE]: without, ...others } = rates;
  if (without === undefined) throw new Error('nothing was measured');
  const against = 'the same without it';
  return Object.entries(others).flatMap(([name, own]) => {
    const what = FEATURES[name]?.what ?? name;
    return [
      compare({
        ...{ what: `CPU of the gateway for an order, with ${what}`, against, unit: 'µs' },
        ...{ ours: own.perCpuS.map(usOf), theirs: without.perCpuS.map(usOf), goal: undefined },
      }),
      compare({
        ...{ what: `CPU of Redis for an order, with ${what}`, against, unit: 'µs' },
        ...{ ours: own.redisUs, theirs: without.redisUs, goal: undefined },
      }),
    ];
  });
}

const usOf = (perS: number) => 1e6 / perS;
const urlOf = (peer: Peer) => (peer.hello as { url: string }).url;

const LIMITED = `events:
  - id: limited
    name: Limited
    venue: Loopback
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    maxPerCustomer: 1000000
    tickets:
      - { id: limited-adult, name: Adult, type: adult, price: 25, capacity: 100000000 }
      - { id: limited-child, name: Child, type: child, price: 12, capacity: 100000000 }
`;
