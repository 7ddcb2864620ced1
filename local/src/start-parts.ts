import type { BoundSocket } from 'node:net';
import { relative } from 'node:path';
import { isLoopbackAddress } from '@onsale/service';
import type { Addresses } from './announce.ts';
import type { LocalConfig } from './config.ts';
import { firstOwnerLink } from './first-owner-link.ts';
import { findFreePort } from './free-port.ts';
import { type KillServer, startKillServer } from './kill-server.ts';
import { createFrontend } from './local-frontend.ts';
import { prepareLocalPayments } from './local-payments.ts';
import { renewSecret } from './local-redis.ts';
import { ScaledService } from './scaled-service.ts';
import {
  mailFolder,
  type Places,
  serviceEnvironment,
  withoutSecrets,
} from './service-environment.ts';
import { bindSharedPort } from './shared-port.ts';
import { startStores } from './start-stores.ts';
import { SupervisedProcess } from './supervised-process.ts';
import { say } from './terminal.ts';

const USUAL_CONSOLE_URL = 'http://localhost:8081';
const USUAL_PAYMENTS_PORT = 5004;

/** The services that run here, in the order in which they are started. */
const SERVICES = [
  { name: 'gateway', portVariable: 'GATEWAY_PORT' },
  { name: 'order-worker', portVariable: 'WORKER_PORT' },
  { name: 'database-api', portVariable: 'DATABASE_API_PORT' },
  { name: 'waiting-room', portVariable: 'WAITING_ROOM_PORT' },
  { name: 'bank', portVariable: 'BANK_PORT' },
  { name: 'payments', portVariable: 'PAYMENTS_PORT' },
  { name: 'office', portVariable: 'OFFICE_PORT' },
  { name: 'delivery', portVariable: 'DELIVERY_PORT' },
  { name: 'recorder', portVariable: 'RECORDER_PORT' },
  { name: 'workload-generator', portVariable: 'GENERATOR_PORT' },
  { name: 'audit', portVariable: 'AUDIT_PORT' },
] as const;

/** Of the office side, which `PARTS=sale` leaves out. */
const OFFICE_SIDE = new Set<string>(['office', 'recorder', 'delivery']);

function commandOf(root: string, name: string): string[] {
  switch (name) {
    case 'audit':
      // A command of the admin that goes on running.
      return [`${root}admin/src/main.ts`, 'audit', '--serve'];
    case 'recorder':
      return [`${root}services/office/src/recorder/main.ts`];
    default:
      return [`${root}services/${name}/src/main.ts`];
  }
}

/** What is reported of the processes. */
interface Watcher {
  /** The living processes changed; they are in the order in which they must end. */
  onPidChange: (pids: readonly (readonly number[])[]) => void;
  onFailing: (sentence: string) => void;
}

export interface Parts {
  /** Redis and PostgreSQL first, if they are ours. */
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

  const stores = await startStores(
    config,
    { ...places, redisPort: () => choosePort('redis', config.REDIS_PORT, taken) },
    { start, ...reports },
  );
  const gatewayPort = await choosePort('gateway', config.GATEWAY_PORT, taken);
  const gatewaySocket = await bindSharedPort(config.HOST, gatewayPort);
  const frontendPort = await choosePort('frontend', config.FRONTEND_PORT, taken);
  const publicUrl = (
    places.environment['PUBLIC_URL'] || `http://localhost:${frontendPort}`
  ).replace(/\/$/, '');
  const consolePort =
    config.PARTS === 'all' ? await choosePort('console', config.CONSOLE_PORT, taken) : 0;
  const consoleUrl = (
    places.environment['CONSOLE_URL'] || `http://localhost:${consolePort}`
  ).replace(/\/$/, '');
  const payments = prepareLocalPayments(places);
  const running = SERVICES.filter(({ name }) => {
    if (OFFICE_SIDE.has(name)) return config.PARTS === 'all';
    return name !== 'bank' || payments.runsBank;
  });
  const ports = new Map<string, number>();
  for (const { name, portVariable } of running) {
    const port =
      name === 'gateway' ? gatewayPort : await choosePort(name, config[portVariable], taken);
    ports.set(name, port);
  }
  for (const { name } of running) {
    const create = (slot: number): SupervisedProcess => {
      const processName = slot === 1 ? name : `${name}-${slot}`;
      return new SupervisedProcess({
        name: processName,
        command: process.execPath,
        args: commandOf(places.root, name),
        environment: serviceEnvironment(name, {
          places,
          // Only one can have the known port; the others take what is free.
          port: slot === 1 ? (ports.get(name) ?? 0) : 0,
          login: stores.loginOf(name),
          requestCores: places.requests.get(name),
          publicUrl,
          consoleUrl,
          doorUrl: `http://localhost:${frontendPort}`,
          ports,
          payments,
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
    ? await startKillServer({ redisUrl: stores.redisUrl, services, token: renewSecret(killToken) })
    : undefined;
  const frontend = createFrontend({
    root: places.root,
    port: frontendPort,
    consolePort,
    publicUrl,
    urls: {
      GATEWAY_URL: loopbackOf(ports.get('gateway')),
      WAITING_ROOM_URL: loopbackOf(ports.get('waiting-room')),
      PAYMENTS_URL: loopbackOf(ports.get('payments')),
      DELIVERY_URL: loopbackOf(ports.get('delivery')),
      BANK_URL: loopbackOf(ports.get('bank')),
      GENERATOR_URL: loopbackOf(ports.get('workload-generator')),
      AUDIT_URL: loopbackOf(ports.get('audit')),
      OFFICE_URL: loopbackOf(ports.get('office')),
    },
    ...(killServer === undefined ? {} : { kill: { url: killServer.url, tokenFile: killToken } }),
    runFolder: `${places.dataFolder}/frontend`,
    environment: withoutSecrets('frontend', places.environment),
    logFile: logFile('frontend'),
    ...reports,
  });
  if (frontend !== undefined) start(new ScaledService('frontend', () => frontend));
  const addresses: Addresses = {
    services: new Map([...ports].map(([name, port]) => [name, `http://localhost:${port}`])),
    ...(frontend === undefined
      ? {}
      : {
          frontend: {
            url: `http://localhost:${frontendPort}`,
            hasLab: /^(on|true|1)$/.test(places.environment['LAB'] ?? 'on'),
          },
        }),
    ...(stores.databaseUrl === undefined
      ? {}
      : { console: consoleAt(consoleUrl, stores.databaseUrl) }),
    ...(ports.has('delivery') ? keptMails(places) : {}),
    stores: stores.addresses,
    forAdmin: [
      ...stores.forAdmin,
      ...(consoleUrl === USUAL_CONSOLE_URL || stores.databaseUrl === undefined
        ? []
        : [`CONSOLE_URL=${consoleUrl}`]),
      ...adminOfPayments({ tokenFile: payments.tokenFile, port: ports.get('payments') }),
    ].join(' '),
  };
  return { services, addresses, redisUrl: stores.redisUrl, gatewaySocket, killServer };
}

function consoleAt(url: string, databaseUrl: string): NonNullable<Addresses['console']> {
  return { url, firstOwnerLink: async () => await firstOwnerLink(databaseUrl, url) };
}

// Without a mail server, mails are files.
function keptMails(places: Places): Pick<Addresses, 'mailFolder'> {
  const folder = mailFolder(places);
  return folder === undefined ? {} : { mailFolder: relative(process.cwd(), folder) };
}

// Without the token, which is in a file.
function adminOfPayments({
  tokenFile,
  port,
}: {
  tokenFile: string | undefined;
  port: number | undefined;
}): string[] {
  return [
    ...(port === USUAL_PAYMENTS_PORT ? [] : [`PAYMENTS_URL=http://127.0.0.1:${port}`]),
    ...(tokenFile === undefined
      ? []
      : [`PAYMENTS_TOKEN_FILE=${relative(process.cwd(), tokenFile)}`]),
  ];
}

// A name may resolve to IPv6, where nothing listens.
function loopbackOf(port: number | undefined): string {
  return port === undefined ? '' : `http://127.0.0.1:${port}`;
}

async function choosePort(name: string, wanted: number, taken: Set<number>): Promise<number> {
  const port = await findFreePort(wanted, taken);
  if (port !== wanted) say(`port ${wanted} is taken; ${name} gets ${port}`);
  return port;
}
