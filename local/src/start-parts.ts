import type { BoundSocket } from 'node:net';
import { relative } from 'node:path';
import { isLoopbackAddress } from '@onsale/service';
import type { Addresses } from './announce.ts';
import type { LocalConfig } from './config.ts';
import { findFreePort } from './free-port.ts';
import { installLocalData } from './install-data.ts';
import { type KillServer, startKillServer } from './kill-server.ts';
import { createFrontend } from './local-frontend.ts';
import { createLocalRedis, type LocalRedis, renewSecret } from './local-redis.ts';
import { ScaledService } from './scaled-service.ts';
import { type Places, serviceEnvironment } from './service-environment.ts';
import { bindSharedPort } from './shared-port.ts';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

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
        environment: serviceEnvironment(name, {
          places,
          // Only one can have the known port; the others take what is free.
          port: slot === 1 ? port : 0,
          redis: restricted[name] ?? redisEnvironment,
          requestCores: places.requests.get(name),
          publicUrl,
          gatewayPort,
        }),
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
            hasLab: /^(on|true|1)$/.test(places.environment['LAB'] ?? 'on'),
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

// A name may resolve to IPv6, where nothing listens.
function loopbackOf(address = ''): string {
  return address.replace('localhost', '127.0.0.1');
}

async function choosePort(name: string, wanted: number, taken: Set<number>): Promise<number> {
  const port = await findFreePort(wanted, taken);
  if (port !== wanted) say(`port ${wanted} is taken; ${name} gets ${port}`);
  return port;
}
