import type { BoundSocket } from 'node:net';
import { resolve } from 'node:path';
import { allShardsOf } from '@onsale/ledger';
import { nodeSettings } from '@onsale/service';
import { announce } from './announce.ts';
import { type Autoscaler, type Scaling, startAutoscaler } from './autoscaler.ts';
import type { LocalConfig } from './config.ts';
import { installLocalData } from './install-data.ts';
import { lockData, watchData } from './data-lock.ts';
import { findFreePort } from './free-port.ts';
import { createFrontend } from './local-frontend.ts';
import { createLocalRedis, keepSecret, ownFolder } from './local-redis.ts';
import { startOrphanGuard } from './orphan-guard.ts';
import { planScaling } from './plan-scaling.ts';
import { ScaledService } from './scaled-service.ts';
import { bindSharedPort, INHERITED_FD } from './shared-port.ts';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

/** A moment to finish what is in flight; buyers don't talk to these services. */
const DRAIN_MS = 100;
/** In this time each buyer's connection gets an answer that sends the next request elsewhere. */
const GATEWAY_DRAIN_MS = 1500;

/** The services that run here, in the order in which they are started. */
const SERVICES = [
  { name: 'gateway', portVariable: 'GATEWAY_PORT' },
  { name: 'order-worker', portVariable: 'WORKER_PORT' },
  { name: 'database-api', portVariable: 'DATABASE_API_PORT' },
  { name: 'workload-generator', portVariable: 'GENERATOR_PORT' },
  { name: 'audit', portVariable: 'AUDIT_PORT' },
] as const;

// The audit is a command of the admin that goes on running.
const commandOf = (root: string, name: string): string[] =>
  name === 'audit'
    ? [`${root}admin/src/main.ts`, 'audit', '--serve']
    : [`${root}services/${name}/src/main.ts`];

interface Places {
  root: string;
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
}

export interface LocalSystem {
  /** Ends the services in reverse order, then Redis; resolves when nothing is left. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
}

/**
 * Starts the whole system on this machine and prints its addresses once all of it is ready. When a
 * part can't start, ends the others and throws an error that says which. `signal` ends the waiting
 * for those that are not ready; `onDataGone` is called when the data folder is deleted.
 */
export async function startSystem(
  config: LocalConfig,
  places: Places,
  { signal, onDataGone }: { signal: AbortSignal; onDataGone: () => void },
): Promise<LocalSystem> {
  // A manifest that can't be used stops the start before anything runs.
  const plans = config.AUTOSCALE
    ? planScaling(config, {
        manifests: resolve(places.root, config.AUTOSCALE_MANIFESTS),
        keda: `${places.root}deploy/components/keda`,
      })
    : new Map<string, Omit<Scaling, 'service'>>();
  const guard = startOrphanGuard();
  const unlock = await lockData(places.dataFolder, guard.pid);
  watchData(places.dataFolder, onDataGone);
  // Looked at during the start only: in an open shop, a part that fails is simply restarted.
  const failing = new AbortController();
  const waiting = AbortSignal.any([signal, failing.signal]);
  const watcher = {
    onPidChange: (pids: readonly (readonly number[])[]) => guard.watch(pids),
    onFailing: (sentence: string) => failing.abort(new Error(sentence)),
  };
  const parts = await startParts(config, { ...places, signal: waiting }, watcher).catch((error) => {
    failing.signal.throwIfAborted();
    throw error;
  });
  const end = async (): Promise<void> => {
    // Once the gateways are gone too, connections are refused instead of waiting for nobody.
    parts.gatewaySocket.close();
    for (const service of parts.services.toReversed()) await service.stop();
    unlock();
    guard.stop();
  };
  await announce(parts.addresses, waiting);
  if (failing.signal.aborted) {
    await end();
    throw failing.signal.reason;
  }

  const scalings = parts.services.flatMap((service) => {
    const plan = plans.get(service.name);
    return plan === undefined ? [] : [{ service, ...plan }];
  });
  for (const { service, settings } of scalings) service.scaleTo(settings.minReplicas);
  const autoscaler: Autoscaler | undefined = config.AUTOSCALE
    ? startAutoscaler({
        redisUrl: parts.redisUrl,
        scalings,
        shards: allShardsOf({ shards: config.SHARDS }),
        tempo: config.AUTOSCALE_TEMPO,
      })
    : undefined;
  return {
    stop: async () => {
      await autoscaler?.stop();
      await end();
    },
    kill: () => {
      for (const service of parts.services) service.kill();
      guard.stop();
    },
  };
}

/** What is reported of the processes. */
interface Watcher {
  /** The living processes changed; they are in the order in which they must end. */
  onPidChange: (pids: readonly (readonly number[])[]) => void;
  onFailing: (sentence: string) => void;
}

interface Parts {
  /** Redis first, if it is ours. */
  services: readonly ScaledService[];
  addresses: ReadonlyMap<string, string>;
  redisUrl: string;
  gatewaySocket: BoundSocket;
}

async function startParts(
  config: LocalConfig,
  places: Places & { signal: AbortSignal },
  watcher: Watcher,
): Promise<Parts> {
  const taken = new Set<number>();
  const services: ScaledService[] = [];
  const reports = {
    onPidChange: () => watcher.onPidChange(services.toReversed().map(({ pids }) => pids)),
    onFailing: watcher.onFailing,
  };
  const logFile = (name: string) => `${places.dataFolder}/logs/${name}.log`;
  const start = (service: ScaledService) => {
    services.push(service);
    service.scaleTo(1);
  };

  let redisUrl = config.REDIS_URL ?? '';
  let redisEnvironment: Record<string, string> = {
    REDIS_URL: redisUrl,
    REDIS_URL_FILE: '',
    REDIS_SENTINELS: '',
  };
  let databaseApiEnvironment = redisEnvironment;
  if (config.REDIS_URL === undefined) {
    const redis = createLocalRedis({
      dataFolder: places.dataFolder,
      port: await choosePort('redis', config.REDIS_PORT, taken),
      aclFile: `${places.root}deploy/redis/database-api.acl`,
      logFile: logFile('redis'),
      ...reports,
    });
    redisUrl = redis.url;
    redisEnvironment = redis.environment;
    ({ databaseApiEnvironment } = redis);
    start(new ScaledService('redis', () => redis.process));
    await installLocalData(
      { REDIS_URL: redisUrl, REDIS_HOST: '', REDIS_PORT: 0 },
      { ...places, shards: config.SHARDS },
    );
  }
  const gatewayPort = await choosePort('gateway', config.GATEWAY_PORT, taken);
  const gatewaySocket = await bindSharedPort(config.HOST, gatewayPort);
  // Variables of a single service.
  const special: Record<string, NodeJS.ProcessEnv> = {
    gateway: { LISTEN_FD: String(INHERITED_FD), ...customerKey(places) },
    'database-api': databaseApiEnvironment,
    'workload-generator': {
      TARGET_API: `http://127.0.0.1:${gatewayPort}/v1`,
      RUNS_DIR: places.environment['RUNS_DIR'] ?? `${places.dataFolder}/runs`,
    },
  };
  const addresses = new Map<string, string>();
  for (const { name, portVariable } of SERVICES) {
    const port =
      name === 'gateway' ? gatewayPort : await choosePort(name, config[portVariable], taken);
    addresses.set(name, `http://localhost:${port}`);
    const create = (slot: number): SupervisedProcess => {
      const processName = slot === 1 ? name : `${name}-${slot}`;
      return new SupervisedProcess({
        name: processName,
        command: process.execPath,
        args: commandOf(places.root, name),
        environment: {
          DRAIN_MS: String(name === 'gateway' ? GATEWAY_DRAIN_MS : DRAIN_MS),
          // A line for each order would drown everything else on the terminal.
          LOG_ORDERS: 'off',
          CATALOG_FILE: `${places.root}catalog.yaml`,
          // Our own are nginx, which passes on the buyer's address, and the generator.
          TRUSTED_PROXIES: '127.0.0.1',
          ...places.environment,
          ...nodeSettings(`${places.root}node_modules/.cache/onsale`, places.environment),
          ...redisEnvironment,
          // They can't all have the same name.
          INSTANCE: '',
          // Only one can have the known port; the others take what is free.
          [name === 'audit' ? 'AUDIT_PORT' : 'PORT']: slot === 1 ? String(port) : '0',
          ...special[name],
        },
        logFile: logFile(processName),
        ...(name === 'gateway' ? { inheritedFd: gatewaySocket.fd() } : {}),
        ...reports,
      });
    };
    start(new ScaledService(name, create));
  }
  const frontendPort = await choosePort('frontend', config.FRONTEND_PORT, taken);
  const frontend = createFrontend({
    root: places.root,
    port: frontendPort,
    gatewayUrl: loopbackOf(addresses.get('gateway')),
    generatorUrl: loopbackOf(addresses.get('workload-generator')),
    auditUrl: loopbackOf(addresses.get('audit')),
    runFolder: `${places.dataFolder}/frontend`,
    environment: places.environment,
    logFile: logFile('frontend'),
    ...reports,
  });
  if (frontend !== undefined) {
    start(new ScaledService('frontend', () => frontend));
    addresses.set('frontend', `http://localhost:${frontendPort}`);
  }
  return { services, addresses, redisUrl, gatewaySocket };
}

// Recognizes customers of events with limits; made once, unless the environment has one.
function customerKey({ dataFolder, environment }: Places): Record<string, string> {
  const given = [environment['CUSTOMER_KEY'], environment['CUSTOMER_KEY_FILE']];
  if (given.some((value) => value !== undefined && value !== '')) return {};
  ownFolder(`${dataFolder}/secrets`);
  const file = `${dataFolder}/secrets/customer-key`;
  keepSecret(file);
  return { CUSTOMER_KEY_FILE: file };
}

// A name may resolve to IPv6, where nothing listens.
function loopbackOf(address = ''): string {
  return address.replace('localhost', '127.0.0.1');
}

async function choosePort(name: string, wanted: number, taken: Set<number>): Promise<number> {
  const port = await findFreePort(wanted, taken);
  if (port !== wanted) say(`port ${wanted} is taken; ${name} gets ${port}`);
  return port;
}
