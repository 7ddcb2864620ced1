import { randomUUID } from 'node:crypto';
import type { TestRedis } from '@onsale/testing';
import { addOrders, openBenchLedger } from './measure/backlog.ts';
import type { Benchmark, Scale } from './measure/benchmark.ts';
import { timeDrain, waitUntilSettled } from './measure/drain.ts';
import { CONNECTIONS, type LoadDriver, startLoadDriver } from './measure/load-driver.ts';
import { startBenchRedis, startPinned, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { perCpuS, readProcessCpuS } from './measure/process-cpu.ts';
import { preparePython, startFlask, startPythonWorker } from './measure/python-shop.ts';
import { compare, interleave } from './measure/rounds.ts';

const STREAM = 'orders';
/** Orders written at one time. */
const TOGETHER = 500;
/** Settings of gunicorn to try; the best one counts. */
const FLASKS = [
  { workers: 1, threads: 8 },
  { workers: 2, threads: 4 },
  { workers: 4, threads: 1 },
];

/**
 * The same design as it is usually built in Python: Flask behind gunicorn with redis-py, and a worker that takes the
 * stock of each item by a call of a script.
 */
export const python: Benchmark = {
  name: 'python',
  about: 'placing and settling against Flask, gunicorn and redis-py in the same design',
  run: async (scale) => {
    const problem = preparePython();
    if (problem !== undefined) throw new Error(`this needs python3 with venv and pip: ${problem}`);
    const driver = await startLoadDriver();
    try {
      const onTwo = async <Result>(run: (both: Both) => Promise<Result>) => {
        const [ours, theirs] = await Promise.all([startBenchRedis(scale), startBenchRedis(scale)]);
        try {
          return await run({ ours, theirs, driver, scale });
        } finally {
          await Promise.all([ours.stop(), theirs.stop()]);
        }
      };
      const placed = await onTwo(comparePlacing);
      const settled = await onTwo(compareSettling);
      const row = (
        what: string,
        against: string,
        figures: Pick<typeof settled, 'ours' | 'theirs'>,
      ) => compare({ what, against, unit: 'orders/s', ...figures, goal: undefined });
      return [
        {
          ...row('`POST /orders`', `Flask and gunicorn, ${placed.how}`, placed.perCpuS),
          unit: 'orders/CPU s',
        },
        row('`POST /orders`, by one core', `Flask and gunicorn, ${placed.how}`, placed.perS),
        row(
          'settling orders of two items, one worker',
          'a worker in Python, a call an item',
          settled,
        ),
        row(
          'placed and settled, gateway and worker on one core',
          `Flask, gunicorn and a worker in Python, ${placed.how}`,
          await onTwo((both) => compareWhole(both, placed.flask)),
        ),
      ];
    } finally {
      await driver.stop();
    }
  },
};

interface Both {
  ours: TestRedis;
  theirs: TestRedis;
  driver: LoadDriver;
  scale: Scale;
}

type Flask = (typeof FLASKS)[number];

const REQUESTS = orderRequests({ withKey: false });

async function comparePlacing({ ours, theirs, driver, scale }: Both) {
  const flask = scale.rounds === 1 ? FLASKS[0]! : await bestFlask({ theirs, driver, scale });
  const gateway = await startReady('gateway', {
    core: 'measured',
    environment: { REDIS_URL: ours.url },
  });
  const shop = await startFlask(socketOf(theirs), { core: 'measured', ...flask });
  const servers = {
    ours: { url: gateway.address, pids: () => [gateway.pid] },
    theirs: shop,
  };
  const perCpu: Record<keyof typeof servers, number[]> = { ours: [], theirs: [] };
  const round = (name: keyof typeof servers, durationMs: number) => async () => {
    const { url, pids } = servers[name];
    const cpuS = () => pids().reduce((sum, pid) => sum + readProcessCpuS(pid), 0);
    const beforeS = cpuS();
    const load = { url, requests: REQUESTS, expect: 201, connections: CONNECTIONS, durationMs };
    const { answers, requestsPerS } = await driver.run(load);
    perCpu[name].push(perCpuS(answers, cpuS() - beforeS));
    return requestsPerS;
  };
  for (const name of ['ours', 'theirs'] as const) await round(name, scale.warmUpMs)();
  for (const figures of Object.values(perCpu)) figures.length = 0;
  const perS = await interleave(scale.rounds, {
    ours: round('ours', scale.roundMs),
    theirs: round('theirs', scale.roundMs),
  });
  await Promise.all([gateway.stop(), shop.stop()]);
  const how = `${flask.workers} ${flask.workers === 1 ? 'process' : 'processes'} of ${flask.threads} threads`;
  return { flask, how, perS, perCpuS: perCpu };
}

async function bestFlask({ theirs, driver, scale }: Omit<Both, 'ours'>): Promise<Flask> {
  let best = { flask: FLASKS[0]!, rate: 0 };
  for (const flask of FLASKS) {
    const shop = await startFlask(socketOf(theirs), { core: 'measured', ...flask });
    const load = { url: shop.url, requests: REQUESTS, expect: 201, connections: CONNECTIONS };
    const { requestsPerS: rate } = await driver.run({ ...load, durationMs: scale.roundMs });
    await shop.stop();
    if (rate > best.rate) best = { flask, rate };
  }
  return best.flask;
}

async function compareSettling({ ours, theirs, scale }: Both) {
  const ledger = await openBenchLedger(ours);
  const environment = { REDIS_URL: ours.url };
  const few = Math.ceil(scale.backlog / 40);
  return await interleave(scale.rounds, {
    ours: async () => {
      await addOrders(ledger, scale.backlog);
      const worker = startPinned('order-worker', { core: 'measured', environment, unread: true });
      const rate = await timeDrain(ours, scale.backlog);
      await worker.stop();
      return rate;
    },
    theirs: async () => {
      await theirs.command('FLUSHALL');
      await addPythonOrders(theirs, few);
      const worker = await startPythonWorker(socketOf(theirs), 'measured');
      const rate = await timeDrain(theirs, few, STREAM);
      await worker.stop();
      return rate;
    },
  });
}

async function compareWhole({ ours, theirs, driver, scale }: Both, flask: Flask) {
  const sell = async (url: string, wait: () => Promise<void>) => {
    const startedAt = performance.now();
    const load = { url, requests: REQUESTS, expect: 201, connections: CONNECTIONS };
    const { answers } = await driver.run({ ...load, durationMs: scale.roundMs });
    await wait();
    return answers / ((performance.now() - startedAt) / 1000);
  };
  await theirs.command('FLUSHALL');
  await fillStock(theirs);
  const options = { core: 'measured', environment: { REDIS_URL: ours.url } } as const;
  const gateway = await startReady('gateway', options);
  const worker = await startReady('order-worker', options);
  const shop = await startFlask(socketOf(theirs), { core: 'measured', ...flask });
  const settler = await startPythonWorker(socketOf(theirs), 'measured');
  try {
    return await interleave(scale.rounds, {
      ours: () => sell(gateway.address, () => waitUntilSettled(ours)),
      theirs: () => sell(shop.url, () => waitUntilSettled(theirs, STREAM)),
    });
  } finally {
    await Promise.all([gateway, worker, shop, settler].map((each) => each.stop()));
  }
}

async function fillStock(redis: TestRedis): Promise<void> {
  for (const ticket of ['bench-adult', 'bench-child']) {
    await redis.command('SET', `stock:${ticket}`, '100000000');
  }
}

async function addPythonOrders(redis: TestRedis, count: number): Promise<void> {
  await fillStock(redis);
  const items = ['bench-adult', 'bench-child'].map((ticketId) => ({ ticketId, qty: 1 }));
  for (let left = count; left > 0; left -= TOGETHER) {
    const orders = Array.from({ length: Math.min(left, TOGETHER) }, async () => {
      const orderId = randomUUID();
      const order = { orderId, items, status: 'pending' };
      await redis.command('SET', `order:${orderId}`, JSON.stringify(order));
      await redis.command('XADD', STREAM, '*', 'orderId', orderId);
    });
    await Promise.all(orders);
  }
}

function socketOf({ url }: TestRedis): string {
  return url.slice('unix://'.length);
}
