import type { BoundSocket } from 'node:net';
import { resolve } from 'node:path';
import { nodeSettings } from '@onsale/service';
import { announce } from './announce.ts';
import { type Autoscaler, type Scaling, startAutoscaler } from './autoscaler.ts';
import type { LocalConfig } from './config.ts';
import { installLocalData } from './install-data.ts';
import { lockData } from './data-lock.ts';
import { findFreePort } from './free-port.ts';
import { createFrontend } from './local-frontend.ts';
import { createLocalRedis } from './local-redis.ts';
import { type OrphanGuard, startOrphanGuard } from './orphan-guard.ts';
import { planScaling } from './plan-scaling.ts';
import { ScaledService } from './scaled-service.ts';
import { bindSharedPort, INHERITED_FD } from './shared-port.ts';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

/** A moment to finish what is under way; buyers do not talk to these. */
const DRAIN_MS = 100;
/** A Redis reads a large log again for long; one that is not there by then never will be. */
const REDIS_START_TIMEOUT_MS = 600_000;
/** In this time each buyer's connection gets an answer that sends the next request elsewhere. */
const GATEWAY_DRAIN_MS = 1500;

/** The services that run here, in the order in which they are started. */
const SERVICES = [
  { name: 'gateway', portVariable: 'GATEWAY_PORT' },
  { name: 'order-worker', portVariable: 'WORKER_PORT' },
  { name: 'database-api', portVariable: 'DATABASE_API_PORT' },
  { name: 'workload-generator', portVariable: 'GENERATOR_PORT' },
] as const;

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

/** Starts the whole system on this machine and prints its addresses once all of it is ready. */
export async function startSystem(config: LocalConfig, places: Places): Promise<LocalSystem> {
  // A manifest that can't be used stops the start before anything runs.
  const plans = config.AUTOSCALE
    ? planScaling(config, {
        manifests: resolve(places.root, config.AUTOSCALE_MANIFESTS),
        keda: `${places.root}deploy/components/keda`,
      })
    : new Map<string, Omit<Scaling, 'service'>>();
  const guard = startOrphanGuard();
  const unlock = await lockData(places.dataFolder, guard.pid);
  const parts = await startParts(config, places, guard);
  await announce(parts.addresses);

  const scalings = parts.services.flatMap((service) => {
    const plan = plans.get(service.name);
    return plan === undefined ? [] : [{ service, ...plan }];
  });
  for (const { service, settings } of scalings) service.scaleTo(settings.minReplicas);
  const autoscaler: Autoscaler | undefined = config.AUTOSCALE
    ? startAutoscaler({
        redisUrl: parts.redisUrl,
        scalings,
        shards: config.SHARDS,
        tempo: config.AUTOSCALE_TEMPO,
      })
    : undefined;
  return {
    stop: async () => {
      await autoscaler?.stop();
      // Once the gateways are gone too, connections are refused instead of waiting for nobody.
      parts.gatewaySocket.close();
      for (const service of parts.services.toReversed()) await service.stop();
      unlock();
      guard.stop();
    },
    kill: () => {
      for (const service of parts.services) service.kill();
      guard.stop();
    },
  };
}

interface Parts {
  /** Redis first, if it is ours. */
  services: readonly ScaledService[];
  addresses: ReadonlyMap<string, string>;
  redisUrl: string;
  gatewaySocket: BoundSocket;
}

async function startParts(config: LocalConfig, places: Places, guard: OrphanGuard): Promise<Parts> {
  const taken = new Set<number>();
  const services: ScaledService[] = [];
  const onPidChange = () => guard.watch(services.toReversed().map(({ pids }) => pids));
  const logFile = (name: string) => `${places.dataFolder}/logs/${name}.log`;
  const start = (service: ScaledService) => {
    services.push(service);
    service.scaleTo(1);
  };

  let redisUrl = config.REDIS_URL ?? '';
  let databaseApiUrl = redisUrl;
  if (config.REDIS_URL === undefined) {
    const redis = createLocalRedis({
      folder: `${places.dataFolder}/redis`,
      port: await choosePort('redis', config.REDIS_PORT, taken),
      aclFile: `${places.root}deploy/redis/database-api.acl`,
      logFile: logFile('redis'),
      onPidChange,
    });
    ({ url: redisUrl, databaseApiUrl } = redis);
    start(new ScaledService('redis', () => redis.process));
    await installLocalData(
      { REDIS_URL: redisUrl, REDIS_HOST: '', REDIS_PORT: 0 },
      { ...places, shards: config.SHARDS, signal: AbortSignal.timeout(REDIS_START_TIMEOUT_MS) },
    );
  }
  const gatewayPort = await choosePort('gateway', config.GATEWAY_PORT, taken);
  const gatewaySocket = await bindSharedPort(config.HOST, gatewayPort);
  // What only one of them is told.
  const special: Record<string, NodeJS.ProcessEnv> = {
    gateway: { LISTEN_FD: String(INHERITED_FD) },
    'database-api': { REDIS_URL: databaseApiUrl },
    'workload-generator': { TARGET_API: `http://127.0.0.1:${gatewayPort}/v1` },
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
        args: [`${places.root}services/${name}/src/main.ts`],
        environment: {
          DRAIN_MS: String(name === 'gateway' ? GATEWAY_DRAIN_MS : DRAIN_MS),
          // A line for each order would bury all else on the terminal.
          ORDER_LOG: 'off',
          CATALOG_FILE: `${places.root}catalog.yaml`,
          // Ours are nginx, which says who the buyer is, and the generator, which is no buyer.
          TRUSTED_PROXIES: '127.0.0.1',
          ...places.environment,
          ...nodeSettings(`${places.root}node_modules/.cache/onsale`, places.environment),
          REDIS_URL: redisUrl,
          REDIS_URL_FILE: '',
          REDIS_SENTINELS: '',
          // One name for all of them would be a lie.
          INSTANCE: '',
          // Only one can have the known port; the others take what is free.
          PORT: slot === 1 ? String(port) : '0',
          ...special[name],
        },
        logFile: logFile(processName),
        ...(name === 'gateway' ? { inheritedFd: gatewaySocket.fd() } : {}),
        onPidChange,
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
    runFolder: `${places.dataFolder}/frontend`,
    environment: places.environment,
    logFile: logFile('frontend'),
    onPidChange,
  });
  if (frontend !== undefined) {
    start(new ScaledService('frontend', () => frontend));
    addresses.set('frontend', `http://localhost:${frontendPort}`);
  }
  return { services, addresses, redisUrl, gatewaySocket };
}

// Names may lead to IPv6, where nothing listens.
function loopbackOf(address = ''): string {
  return address.replace('localhost', '127.0.0.1');
}

async function choosePort(name: string, wanted: number, taken: Set<number>): Promise<number> {
  const port = await findFreePort(wanted, taken);
  if (port !== wanted) say(`port ${wanted} is taken; ${name} gets ${port}`);
  return port;
}
