import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openLedger, placeOrders, readOrder } from '@onsale/ledger';
import {
  checkOut,
  eventually,
  RELEASED_COMMIT,
  startRedis,
  type System,
  type TestRedis,
} from '@onsale/testing';
import { readRedisUsers, type renderAclFile } from '../../../deploy/src/redis-users.ts';
import { heldOrder } from '../held-orders.ts';
import { type Scene, saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario, Stage } from '../scenario.ts';

const run = promisify(execFile);

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Allowed everything: the scenario itself, which looks at all keys. */
const TEST_LOGIN = { username: 'test', password: 'test' };
/** Over before the orders are counted. */
const HOLD_MS = 200;
const CUSTOMER_KEY = 'a key of the test, of 32 characters or more';

/** An upgrade as docs/kubernetes.md has it, and a rollback: each step while a crowd buys. */
export const rollingUpgrade: Scenario = {
  name: 'rolling-upgrade',
  fault: 'an upgrade from the last release, and back',
  promise: 'both versions settle the orders of both; none is refused',
  run: async (stage) => {
    const upgrade = await prepareUpgrade(stage);
    const { steps } = upgrade;
    return await saleUnderAttack(
      { ...stage, startSystem: (options) => upgrade.startSystem(options) },
      {
        gateways: 2,
        workers: 2,
        pauseMs: 20,
        times: steps.length,
        once: async (scene, turn) => {
          await delay(stage.random.integer(50, 300));
          await steps[turn]?.(scene);
          // This version places orders once its functions are there.
          if (turn >= FUNCTIONS_ARE_THERE) await upgrade.holdOne(scene);
          if (turn === steps.length - 1) await upgrade.untilReleased(scene);
        },
        examine: () => upgrade.refusals(),
      },
    );
  },
};

type Step = (scene: Scene) => Promise<unknown>;

/** The step that installs the functions of this version. */
const FUNCTIONS_ARE_THERE = 1;

async function prepareUpgrade(stage: Stage) {
  const before = await checkOut(RELEASED_COMMIT);
  stage.onEnd(() => before.remove());
  const redis = await startGuardedRedis(stage);
  // That version's own users, then its data, as it was installed.
  await redis.useRulesOf(before.root);
  await installData(before.root, redis.url);

  // The version whose processes are started at present.
  let root = before.root;
  const replaceOne: Step = async ({ system, gateways, workers }) => {
    const [gateway, worker] = [gateways.shift(), workers.shift()];
    gateways.push(await system.startGateway());
    workers.push(await system.startWorker());
    await Promise.all([gateway?.stop(), worker?.stop()]);
  };
  const go = (to: string): Step[] => {
    const next: Step = async (scene) => {
      root = to;
      await replaceOne(scene);
    };
    return [next, next];
  };
  const steps: Step[] = [
    () => redis.useRulesOf(ROOT),
    () => installData(ROOT, redis.url),
    ...go(ROOT),
    ...(stage.quick ? [] : [...go(before.root), ...go(ROOT), ...go(before.root), ...go(ROOT)]),
  ];
  const startSystem: Stage['startSystem'] = async (options) => {
    const environment = {
      REDIS_URL: redis.url,
      REDIS_USERNAME: TEST_LOGIN.username,
      REDIS_PASSWORD: TEST_LOGIN.password,
    };
    const endpoint = { ...redis.server, environment };
    const system = await stage.startSystem({ ...options, redis: endpoint, isInstalled: true });
    return inVersions(system, () => root);
  };
  // What Redis has refused to any process since it started with the new rules.
  const refusals = async (): Promise<string[]> => {
    const log = (await redis.server.command('ACL', 'LOG')) as string[][];
    return log.map((entry) => `Redis refused: ${entry.join(' ')}`);
  };
  // Placed by this version, held by a worker of either, and left to expire by any.
  const holdOne: Step = async ({ system, orders }) => {
    const order = heldOrder(HOLD_MS);
    const ledger = await openLedger(system.connection, system.shards);
    const batch = { orders: [order], maxBacklog: 1e9 };
    const [placement] = await placeOrders(ledger, 0, batch);
    if (placement?.outcome !== 'placed') throw new Error('an order to be held was not placed');
    orders.set(`held-${order.id}`, order.id);
    held.push(order.id);
  };
  const held: string[] = [];
  const untilReleased: Step = async ({ system }) => {
    const ledger = await openLedger(system.connection, system.shards);
    await eventually(
      async () => await Promise.all(held.map(async (id) => (await readOrder(ledger, id))?.status)),
      (statuses) => statuses.every((status) => status === 'expired'),
    );
  };
  return { steps, startSystem, refusals, holdOne, untilReleased };
}

// Starts processes of the version that `rootOf` names, each as its own user of Redis.
function inVersions(system: System, rootOf: () => string): System {
  const login = (user: string) => ({ REDIS_USERNAME: user, REDIS_PASSWORD: passwords[user] ?? '' });
  const setup = {
    REDIS_SETUP_USERNAME: 'gateway-setup',
    REDIS_SETUP_PASSWORD: passwords['gateway-setup'] ?? '',
    CUSTOMER_KEY,
  };
  const variants: Partial<System> = {
    startGateway: async (environment) => {
      const variables = { ...login('gateway'), ...setup, ...environment };
      return await system.startGateway(variables, { root: rootOf() });
    },
    startWorker: async (environment) => {
      const variables = { ...login('order-worker'), ...environment };
      return await system.startWorker(variables, { root: rootOf() });
    },
  };
  // Spread would read `redis`, which this system does not have.
  return Object.create(system, Object.getOwnPropertyDescriptors(variants)) as System;
}

const passwords = Object.fromEntries(
  readRedisUsers().map(({ name }) => [name, `the password of ${name}`]),
);

interface GuardedRedis {
  server: TestRedis;
  url: string;
  /** Restarts Redis with the users of a version, which is the documented way. */
  useRulesOf(root: string): Promise<void>;
}

async function startGuardedRedis(stage: Stage): Promise<GuardedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-upgrade-'));
  stage.onEnd(() => rm(folder, { recursive: true }));
  const file = join(folder, 'users.acl');
  const me = `user ${TEST_LOGIN.username} on >${TEST_LOGIN.password} ~* &* +@all\n`;
  await writeFile(file, me);
  const server = await startRedis({ args: ['--aclfile', file], shards: 0, login: TEST_LOGIN });
  stage.onEnd(() => server.stop());
  return {
    server,
    url: server.url,
    useRulesOf: async (root) => {
      const rules = (await import(join(root, 'deploy/src/redis-users.ts'))) as {
        renderAclFile: typeof renderAclFile;
      };
      await writeFile(file, rules.renderAclFile(passwords) + me);
      await server.kill('SIGTERM');
      await server.restart();
    },
  };
}

// What the Job does that installs each version.
async function installData(root: string, url: string): Promise<void> {
  await run(process.execPath, [join(root, 'admin/src/main.ts'), 'data', 'install'], {
    env: { REDIS_URL: url, REDIS_USERNAME: 'install', REDIS_PASSWORD: passwords['install'] ?? '' },
  });
}
