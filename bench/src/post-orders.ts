import type { Benchmark, Goal, Scale } from './measure/benchmark.ts';
import { CONNECTIONS, type Rates, ratesOf, startLoadDriver } from './measure/load-driver.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { type Peer, startPeer } from './measure/peer-process.ts';
import { absolute, compare, interleave } from './measure/rounds.ts';

const PEERS = {
  bare: 'bare `node:http`, parse and answer',
  validating: 'the same, and validate by the same schema',
  plain: 'Fastify, SET and XADD in a MULTI for each order',
};

type Subject = 'deployed' | 'lean' | keyof typeof PEERS;

/**
 * Placing an order: the gateway validates it, makes its id and stores it on disk before it
 * responds. Measured as a shop runs it, and with everything optional off; compared with a bare
 * server that does none of this, and with the straightforward route.
 */
export const postOrders: Benchmark = {
  name: 'post-orders',
  about: 'POST /orders as deployed, against bare node:http and a plain Fastify route',
  run: async (scale) => {
    const rates: Record<Subject, Rates> = {
      ...{ deployed: noRates(), lean: noRates() },
      ...{ bare: noRates(), validating: noRates(), plain: noRates() },
    };
    const rounds = Math.ceil(scale.rounds / scale.processes);
    for (let i = 0; i < scale.processes; i += 1) await measure(rates, { ...scale, rounds });
    const row = (subject: 'deployed' | 'lean', peer: keyof typeof PEERS, goal?: Goal) =>
      compare({
        what: WHAT[subject],
        against: PEERS[peer],
        unit: 'orders/CPU s',
        ours: rates[subject].perCpuS,
        theirs: rates[peer].perCpuS,
        goal,
      });
    return [
      {
        ...row('deployed', 'bare', { atLeast: 0.4 }),
        note:
          "for each second of the server's own CPU; " +
          `${scale.processes} processes of each share the rounds, each time with a new Redis`,
      },
      row('deployed', 'validating'),
      row('deployed', 'plain'),
      row('lean', 'bare'),
      row('lean', 'validating'),
      row('lean', 'plain'),
      ...(['deployed', 'lean'] as const).flatMap((subject) => [
        absolute({
          what: `${WHAT[subject]}, by one gateway`,
          unit: 'orders/s',
          ours: rates[subject].perS,
          goal: undefined,
        }),
        absolute({
          what: `Redis’ CPU for ${WHAT[subject]}, as one gateway with ${CONNECTIONS} connections sends it`,
          unit: 'µs',
          ours: rates[subject].redisUs,
          goal: undefined,
        }),
      ]),
    ];
  },
};

const WHAT = {
  deployed: '`POST /orders` with key, rate limit, CORS and 1 % of traces',
  lean: '`POST /orders` without those',
};

/** Adds the rounds of one process of each. */
async function measure(rates: Record<Subject, Rates>, scale: Scale): Promise<void> {
  const redis = await startBenchRedis(scale);
  const core = 'measured';
  const traces = await startPeer('trace-sink', { core: 'rest' });
  const environment = { REDIS_URL: redis.url };
  const gateways = {
    deployed: await startReady('gateway', {
      core,
      environment: { ...environment, ...deployedSettings(urlOf(traces.hello)) },
    }),
    lean: await startReady('gateway', { core, environment }),
  };
  const peers = {
    bare: await startPeer('bare-http', { core }),
    validating: await startPeer('bare-http', { core, environment: { VALIDATE: 'true' } }),
    plain: await startPeer('fastify-redis', {
      core,
      environment: { REDIS_SOCKET: redis.url.slice('unix://'.length) },
    }),
  };
  const driver = await startLoadDriver();
  try {
    const requests = orderRequests({ withKey: false });
    const withKey = orderRequests({ withKey: true, origin: SHOP_ORIGIN });
    const at = ({ hello, pid }: Peer) => ({ url: urlOf(hello), pid, requests, expect: 201 });
    const loads = {
      deployed: {
        ...{ url: gateways.deployed.address, pid: gateways.deployed.pid },
        ...{ requests: withKey, expect: 201 },
      },
      lean: { url: gateways.lean.address, pid: gateways.lean.pid, requests, expect: 201 },
      bare: at(peers.bare),
      validating: at(peers.validating),
      plain: at(peers.plain),
    };
    for (const load of Object.values(loads)) {
      await driver.run({ ...load, connections: CONNECTIONS, durationMs: scale.warmUpMs });
    }
    const of = (subject: Subject) =>
      ratesOf(driver, loads[subject], { scale, redis, rates: rates[subject] });
    await interleave(scale.rounds, {
      bare: of('bare'),
      deployed: of('deployed'),
      validating: of('validating'),
      lean: of('lean'),
      plain: of('plain'),
    });
  } finally {
    const started = [driver, traces, ...Object.values(gateways), ...Object.values(peers)];
    await Promise.all(started.map((each) => each.stop()));
    await redis.stop();
  }
}

const SHOP_ORIGIN = 'https://onsale.example';

// As a shop is deployed. The limit is one that a load from a single address never reaches.
function deployedSettings(tracesUrl: string): Record<string, string> {
  return {
    RATE_LIMIT_ORDERS: '1000000',
    RATE_LIMIT_WINDOW_S: '1',
    TRUSTED_PROXIES: '10.0.0.1',
    CORS_ORIGINS: SHOP_ORIGIN,
    OTEL_EXPORTER_OTLP_ENDPOINT: tracesUrl,
    OTEL_TRACES_SAMPLER_ARG: '0.01',
  };
}

function urlOf(hello: unknown): string {
  return (hello as { url: string }).url;
}

function noRates(): Rates {
  return { perS: [], perCpuS: [], redisUs: [] };
}
