import { ensureWorkerGroup, type Ledger } from '@onsale/ledger';
import type { TestRedis } from '@onsale/testing';
import { createClient } from '@redis/client';
import { addOrders, openBareLedger, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Row } from './measure/benchmark.ts';
import { createDeployedUser, startBenchRedis } from './measure/onsale.ts';
import { readRedisCpuS } from './measure/redis-cpu.ts';
import { absolute } from './measure/rounds.ts';

/** Orders in one call, as a busy gateway places them and a worker settles them. */
const PLACED_TOGETHER = 48;
const SETTLED_TOGETHER = 64;

/**
 * What an order costs Redis' single core, which limits every sale: for a user with all rights, and
 * for those of a deployment, whose rules Redis checks for each command. Each call waits for the
 * previous one, so other load on the machine has little effect, and two versions of a function can
 * be compared.
 */
export const redisCost: Benchmark = {
  name: 'redis-cost',
  about: 'CPU time of Redis for placing and for settling an order of two items',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const [gateway, worker] = [await logIn(redis, 'gateway'), await logIn(redis, 'order-worker')];
    try {
      const orders = Math.ceil(scale.backlog / 6);
      const ledger = await openBenchLedger(redis);
      await ensureWorkerGroup(ledger.redis, 0);
      const deployed = {
        gateway: await openBareLedger(gateway),
        worker: await openBareLedger(worker),
      };
      const plain: Cost[] = [];
      const restricted: Cost[] = [];
      for (let round = 0; round < scale.rounds; round++) {
        plain.push(await sell(redis, { gateway: ledger, worker: ledger, orders }));
        restricted.push(await sell(redis, { ...deployed, orders }));
      }
      return [
        row('placing an order, 48 in a call', plain, 'placing'),
        row('placing an order, with the rules of a deployed gateway', restricted, 'placing'),
        row('reading and settling an order, 64 in a call', plain, 'settling'),
        row('settling an order, with the rules of a deployed worker', restricted, 'settling'),
      ];
    } finally {
      gateway.destroy();
      worker.destroy();
      await redis.stop();
    }
  },
};

/** Microseconds of Redis per order. */
interface Cost {
  placing: number;
  settling: number;
}

async function sell(
  redis: TestRedis,
  sale: { gateway: Ledger; worker: Ledger; orders: number },
): Promise<Cost> {
  const { gateway, worker, orders } = sale;
  const startedS = await readRedisCpuS(redis);
  await addOrders(gateway, orders, { batch: PLACED_TOGETHER });
  const placedS = await readRedisCpuS(redis);
  await settleBacklog(worker, { batch: SETTLED_TOGETHER });
  const settledS = await readRedisCpuS(redis);
  const microseconds = (seconds: number) => (seconds / orders) * 1e6;
  return { placing: microseconds(placedS - startedS), settling: microseconds(settledS - placedS) };
}

async function logIn(redis: TestRedis, name: string) {
  const client = createClient({
    ...(await createDeployedUser(redis, name)),
    socket: { path: redis.url.slice('unix://'.length), tls: false },
    RESP: 2,
    disableClientInfo: true,
  });
  await client.connect();
  return {
    command: (...command: string[]): Promise<unknown> => client.sendCommand(command),
    destroy: () => client.destroy(),
  };
}

function row(what: string, costs: readonly Cost[], cost: keyof Cost): Row {
  const ours = costs.map((each) => each[cost]);
  return absolute({ what: `Redis’ CPU for ${what}`, unit: 'µs', ours, goal: undefined });
}
