import { setTimeout as delay } from 'node:timers/promises';
import type { LocalConfig } from './config.ts';
import { lockData } from './data-lock.ts';
import { findFreePort } from './free-port.ts';
import { createFrontend } from './local-frontend.ts';
import { createLocalRedis } from './local-redis.ts';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

/** Services get a moment to finish what they have; nobody is behind a load balancer here. */
const DRAIN_MS = 100;
/** A service that is not ready by then is reported; it goes on trying. */
const READY_TIMEOUT_MS = 15_000;

/** The services that run here, in the order in which they are started. */
const SERVICES = [
  { name: 'gateway', portVariable: 'GATEWAY_PORT' },
  { name: 'order-worker', portVariable: 'WORKER_PORT' },
  { name: 'database-api', portVariable: 'DATABASE_API_PORT' },
  { name: 'workload-generator', portVariable: 'GENERATOR_PORT' },
] as const;

export interface LocalSystem {
  /** Ends the services in reverse order, then Redis; resolves when nothing is left. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
}

/** Starts the whole system on this machine and prints its addresses once all of it is ready. */
export async function startSystem(
  config: LocalConfig,
  places: { root: string; dataFolder: string; environment: NodeJS.ProcessEnv },
): Promise<LocalSystem> {
  const unlock = lockData(places.dataFolder);
  const taken = new Set<number>();
  const processes: SupervisedProcess[] = [];
  const logFile = (name: string) => `${places.dataFolder}/logs/${name}.log`;

  let redisUrl = config.REDIS_URL ?? '';
  let databaseApiUrl = redisUrl;
  if (config.REDIS_URL === undefined) {
    const redis = createLocalRedis({
      folder: `${places.dataFolder}/redis`,
      port: await choosePort('redis', config.REDIS_PORT, taken),
      aclFile: `${places.root}deploy/redis/database-api.acl`,
      logFile: logFile('redis'),
    });
    redis.process.start();
    processes.push(redis.process);
    ({ url: redisUrl, databaseApiUrl } = redis);
  }
  const addresses = new Map<string, string>();
  // What only one of them is told.
  const special: Record<string, NodeJS.ProcessEnv> = {
    'database-api': { REDIS_URL: databaseApiUrl },
  };
  for (const service of SERVICES) {
    const port = await choosePort(service.name, config[service.portVariable], taken);
    const serviceProcess = new SupervisedProcess({
      name: service.name,
      command: process.execPath,
      args: [`${places.root}services/${service.name}/src/main.ts`],
      environment: {
        DRAIN_MS: String(DRAIN_MS),
        CATALOG_FILE: `${places.root}catalog.yaml`,
        ...places.environment,
        REDIS_URL: redisUrl,
        REDIS_URL_FILE: '',
        PORT: String(port),
        ...special[service.name],
      },
      logFile: logFile(service.name),
    });
    serviceProcess.start();
    processes.push(serviceProcess);
    addresses.set(service.name, `http://localhost:${port}`);
    if (service.name === 'gateway') {
      special['workload-generator'] = { TARGET_API: `http://127.0.0.1:${port}/v1` };
    }
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
  });
  if (frontend !== undefined) {
    frontend.start();
    processes.push(frontend);
    addresses.set('frontend', `http://localhost:${frontendPort}`);
  }
  await announce(addresses);
  return {
    stop: async () => {
      for (const running of processes.toReversed()) await running.stop();
      unlock();
    },
    kill: () => {
      for (const running of processes) running.kill();
    },
  };
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

async function announce(addresses: ReadonlyMap<string, string>): Promise<void> {
  const states = await Promise.all(
    [...addresses].map(async ([name, url]) => ({ name, url, ready: await becomesReady(url) })),
  );
  say('');
  for (const { name, url, ready } of states) {
    say(`  ${name.padEnd(20)} ${url}${ready ? '' : '   (not ready yet, see its log)'}`);
  }
  const gateway = addresses.get('gateway') ?? '';
  const shop = addresses.get('frontend');
  say(
    `\n${shop === undefined ? '' : `Shop: ${shop}      `}Tickets: curl ${gateway}/v1/tickets      Stop: Ctrl-C\n`,
  );
}

async function becomesReady(url: string): Promise<boolean> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return true;
    await delay(50);
  }
  return false;
}
