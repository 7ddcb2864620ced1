import { countsKey, orderStreamKey } from '@onsale/ledger';
import { eventually, startRedisCluster, type TestRedisCluster } from '@onsale/testing';
import { type Attack, saleUnderAttack, type Scene } from '../sale-under-attack.ts';
import type { Outcome, Stage, Scenario } from '../scenario.ts';

const SHARDS = 16;
/** Enough that every master sells some. */
const EVENTS = 24;

const ORDERS_BETWEEN = 50;

/** A sale of many events on a cluster of three masters and three replicas. */
async function saleOnCluster(
  stage: Stage,
  attack: (cluster: TestRedisCluster) => Attack,
  options: { nodeTimeoutMs?: number } = {},
): Promise<Outcome> {
  const cluster = await startRedisCluster(options);
  stage.onEnd(() => cluster.stop());
  const { system, ...rest } = attack(cluster);
  return await saleUnderAttack(stage, {
    system: { redis: cluster, shards: SHARDS, events: EVENTS, ...system },
    ...rest,
  });
}

/** The fault happens during the sale. */
async function untilSelling(orders: ReadonlyMap<string, string>): Promise<void> {
  const before = orders.size;
  const isGoing = (count: number) => count >= ORDERS_BETWEEN;
  await eventually(async () => orders.size - before, isGoing, 60_000);
}

const somebody = (stage: Stage): number => stage.random.integer(0, SHARDS - 1);

export const clusterSale: Scenario = {
  name: 'cluster-sale',
  fault: '24 events sell on a Redis Cluster, and nothing breaks',
  promise: 'every order is settled once',
  run: (stage) =>
    saleOnCluster(stage, (cluster) => ({
      gateways: 2,
      workers: 2,
      times: 1,
      once: async ({ orders }) => {
        const wanted = stage.quick ? 500 : 20_000;
        const enough = (count: number) => count >= wanted;
        await eventually(async () => orders.size, enough, 300_000);
      },
      examine: (scene) => mastersWithoutSales(scene, cluster),
    })),
};

async function mastersWithoutSales(
  { system }: Scene,
  cluster: TestRedisCluster,
): Promise<string[]> {
  const selling = new Set<string>();
  for (let shard = 0; shard < SHARDS; shard++) {
    const key = countsKey(shard);
    const confirmed = await system.connection.command(key, ['HGET', key, 'confirmed']);
    if (Number(confirmed) > 0) selling.add((await cluster.masterOf(key)).id);
  }
  const idle = (await cluster.masters()).filter(({ id }) => !selling.has(id));
  return idle.map(({ port }) => `the master at port ${port} has sold nothing`);
}

export const clusterMasterKilled: Scenario = {
  name: 'cluster-master-killed',
  fault: 'a master of a Redis Cluster is killed; `WAIT_REPLICAS=1`',
  promise: 'nothing answered 201 is lost; meanwhile 503, and other masters sell on',
  run: (stage) =>
    saleOnCluster(
      stage,
      (cluster) => ({
        system: { environment: { WAIT_REPLICAS: '1' } },
        workers: 2,
        times: stage.quick ? 1 : 10,
        once: async ({ orders }) => {
          await untilSelling(orders);
          const key = orderStreamKey(somebody(stage));
          const dead = await cluster.masterOf(key);
          await dead.kill('SIGKILL');
          await eventually(
            async () => (await cluster.masterOf(key)).id,
            (id) => id !== dead.id,
            60_000,
          );
          await dead.restart();
          await cluster.untilWhole();
        },
      }),
      { nodeTimeoutMs: 1500 },
    ),
};

export const clusterSlotMoved: Scenario = {
  name: 'cluster-slot-moved',
  fault: 'the slot of a selling shard moves to another master',
  promise: 'its orders wait or get 503 meanwhile',
  run: (stage) =>
    saleOnCluster(stage, (cluster) => ({
      workers: 2,
      times: stage.quick ? 3 : 30,
      once: async ({ orders }) => {
        await untilSelling(orders);
        const key = orderStreamKey(somebody(stage));
        const source = await cluster.masterOf(key);
        const others = (await cluster.masters()).filter(({ id }) => id !== source.id);
        await cluster.moveSlot(key, stage.random.pick(others));
      },
    })),
};
