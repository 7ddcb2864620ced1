import type { BoundSocket } from 'node:net';
import { relative } from 'node:path';
import { isLoopbackAddress, nodeSettings } from '@onsale/service';
import type { Addresses } from './announce.ts';
import type { LocalConfig } from './config.ts';
import { findFreePort } from './free-port.ts';
import { installLocalData } from './install-data.ts';
import { type KillServer, startKillServer } from './kill-server.ts';
import { createFrontend } from './local-frontend.ts';
import {
  createLocalRedis,
  keepSecret,
  type LocalRedis,
  ownFolder,
  renewSecret,
} from './local-redis.ts';
import { ScaledService } from './scaled-service.ts';
import { bindSharedPort, INHERITED_FD } from './shared-port.ts';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

/** A moment to finish what is in flight; buyers don't talk to these services. */
const DRAIN_MS = 100;
/** In this time each buyer's connection gets an answer that sends the next request elsewhere. */
const GATEWAY_DRAIN_MS = 1500;

const USUAL_REDIS_PORT = '6379';

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

export interface Places {
  root: string;
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
}

/** What is reported of the processes. */
interface Watcher {
  /** The living processes changed; they are in the order in which they must end. */
  onPidChange: (pids: readonly (readonly number[])[]) => void;
  onFailing: (sentence: string) => void;
}

export interface Parts {
  /** Redis first, if it is ours. */
  services: readonly ScaledService[];
  addresses: Addresses;
  redisUrl: string;
  gatewaySocket: BoundSocket;
  /** Only where nobody but this machine can reach the shop. */
  killServer: KillServer | undefined;
}

/** Starts every part, in the order in which they need each other, and waits for none but Redis' data. */
export async function startParts(
  config: LocalConfig,
  places: Places & { requests: ReadonlyMap<string, number>; signal: AbortSignal },
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
  let restricted: LocalRedis['restricted'] = {};
  let redis: LocalRedis | undefined;
  if (config.REDIS_URL === undefined) {
    const own = createLocalRedis({
      dataFolder: places.dataFolder,
      port: await choosePort('redis', config.REDIS_PORT, taken),
      aclFolder: `${places.root}deploy/redis`,
      logFile: logFile('redis'),
      ...reports,
    });
    redis = own;
    redisUrl = own.url;
    redisEnvironment = own.environment;
    ({ restricted } = own);
    start(new ScaledService('redis', () => own.process));
    await installLocalData(
      { REDIS_URL: redisUrl, REDIS_HOST: '', REDIS_PORT: 0 },
      { ...places, shards: config.SHARDS },
    );
  }
  const gatewayPort = await choosePort('gateway', config.GATEWAY_PORT, taken);
  const gatewaySocket = await bindSharedPort(config.HOST, gatewayPort);
  const frontendPort = await choosePort('frontend', config.FRONTEND_PORT, taken);
  const publicUrl = places.environment['PUBLIC_URL'] || `http://localhost:${frontendPort}`;
  // Variables of a single service.
  const special: Record<string, NodeJS.ProcessEnv> = {
    gateway: {
      LISTEN_FD: String(INHERITED_FD),
      PUBLIC_URL: publicUrl,
      ...customerKey(places),
    },
    'workload-generator': {
      TARGET_API: `http://127.0.0.1:${gatewayPort}/v1`,
      RUNS_DIR: places.environment['RUNS_DIR'] ?? `${places.dataFolder}/runs`,
    },
  };
  const urls = new Map<string, string>();
  for (const { name, portVariable } of SERVICES) {
    const port =
      name === 'gateway' ? gatewayPort : await choosePort(name, config[portVariable], taken);
    urls.set(name, `http://localhost:${port}`);
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
          ...(restricted[name] ?? redisEnvironment),
          ...requestOf(places.requests.get(name)),
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
  const killToken = `${places.dataFolder}/secrets/kill-token`;
  const killServer = isLoopbackAddress(config.HOST)
    ? await startKillServer({ redisUrl, services, token: renewSecret(killToken) })
    : undefined;
  const frontend = createFrontend({
    root: places.root,
    port: frontendPort,
    publicUrl,
    gatewayUrl: loopbackOf(urls.get('gateway')),
    generatorUrl: loopbackOf(urls.get('workload-generator')),
    auditUrl: loopbackOf(urls.get('audit')),
    ...(killServer === undefined ? {} : { kill: { url: killServer.url, tokenFile: killToken } }),
    runFolder: `${places.dataFolder}/frontend`,
    environment: places.environment,
    logFile: logFile('frontend'),
    ...reports,
  });
  if (frontend !== undefined) start(new ScaledService('frontend', () => frontend));
  const addresses: Addresses = {
    services: urls,
    ...(frontend === undefined
      ? {}
      : {
          frontend: {
            url: `http://localhost:${frontendPort}`,
            hasLab: !/^(off|false|0)$/.test(places.environment['LAB'] ?? ''),
          },
        }),
    ...(redis === undefined ? {} : { redis: describeRedis(redis) }),
  };
  return { services, addresses, redisUrl, gatewaySocket, killServer };
}

// Without the password, which is in a file.
function describeRedis({ environment }: LocalRedis): NonNullable<Addresses['redis']> {
  const { REDIS_URL: url = '', REDIS_PASSWORD_FILE: file = '' } = environment;
  const { port } = new URL(url);
  const login = `REDIS_PASSWORD_FILE=${relative(process.cwd(), file)}`;
  return { url, forAdmin: port === USUAL_REDIS_PORT ? login : `REDIS_PORT=${port} ${login}` };
}

// What the autoscaler reckons with, so that everybody who reads the fleet does.
function requestOf(cores: number | undefined): Record<string, string> {
  return cores === undefined ? {} : { CPU_REQUEST_MILLICORES: String(Math.round(cores * 1000)) };
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
