import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePorts,
  type ServiceProcess,
  startDelivery,
  startRedis,
  startService,
  type TestDelivery,
  type TestRedis,
} from '../index.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { type OfficeServices, startOfficeServices } from './office-services.ts';
import { type PaymentServices, preparePayments } from './payment-services.ts';

/** The whole shop as real processes around a Redis of its own, behind the real nginx. */
export interface Site {
  /** The public address. */
  url: string;
  redis: TestRedis;
  nginx: Nginx;
  /** Throws unless it was started with payments. */
  payments: PaymentServices;
  /** Throws unless it was started with the office. */
  office: OfficeServices;
  /** Throws unless it was started with delivery. */
  delivery: TestDelivery;
  startWorker: () => Promise<ServiceProcess>;
  /** Ends the gateway, as a crash would. */
  killGateway: () => Promise<void>;
  /** Starts it again on its old port. */
  startGateway: () => Promise<void>;
  /** The same for the waiting room. */
  killWaitingRoom: () => Promise<void>;
  startWaitingRoom: () => Promise<void>;
  /** The same for the audit, which comes with the generator. */
  killAudit: () => Promise<void>;
  startAudit: () => Promise<void>;
  stop(): Promise<void>;
}

/** What a site has, and with which variables. */
export interface SiteOptions {
  catalog: string;
  worker?: boolean;
  generator?: boolean;
  /** Starts payments, with these variables, and the bank. */
  payments?: Record<string, string>;
  /** Starts the waiting room, with these variables. */
  waitingRoom?: Record<string, string>;
  /** Starts the office, with these variables, the recorder and the console. */
  office?: Record<string, string>;
  /** Starts delivery, with these variables, on the records of the office where there is one. */
  delivery?: Record<string, string>;
  gatewayEnvironment?: Record<string, string>;
  nginxEnvironment?: Record<string, string>;
}

/** Starts it with `catalog` (YAML) on sale, a worker unless told otherwise, and maybe a generator, payments, the waiting room, or the office. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const started = new AsyncDisposableStack();
  try {
    return await startParts(options, started);
  } catch (error) {
    // What has started would keep its starter from ending.
    await started.disposeAsync();
    throw error;
  }
}

async function startParts(options: SiteOptions, started: AsyncDisposableStack): Promise<Site> {
  const redis = await startRedis();
  started.defer(async () => await redis.stop());
  const folder = await mkdtemp(join(tmpdir(), 'onsale-site-'));
  started.defer(async () => await rm(folder, { recursive: true }));
  const catalogFile = join(folder, 'catalog.yaml');
  await writeFile(catalogFile, options.catalog);
  let office: OfficeServices | undefined;
  started.defer(async () => await office?.stop());
  const processes: ServiceProcess[] = [];
  started.defer(async () => {
    for (const each of processes) each.signal('SIGKILL');
    await Promise.all(processes.map((each) => each.exited));
  });
  const start = async (service: string, environment: Record<string, string> = {}) => {
    const process = startService(service, {
      REDIS_URL: redis.url,
      CATALOG_FILE: catalogFile,
      ...environment,
    });
    processes.push(process);
    return { process, url: await process.ready() };
  };

  // The same for both, or none.
  const admissionKeys: Record<string, string> =
    options.waitingRoom === undefined
      ? {}
      : { ADMISSION_KEYS: randomBytes(24).toString('base64url') };
  const gatewayEnvironment = { ...admissionKeys, ...options.gatewayEnvironment };
  let gateway = await start('gateway', gatewayEnvironment);
  const gatewayUrl = gateway.url;
  if (options.worker !== false) await start('order-worker');
  const [port = 0, generatorPort = 0] = await freePorts(2);
  const publicUrl = `http://127.0.0.1:${port}`;
  let waitingRoom =
    options.waitingRoom === undefined
      ? undefined
      : await start('waiting-room', {
          PUBLIC_URL: publicUrl,
          ...admissionKeys,
          ...options.waitingRoom,
        });
  const waitingRoomUrl = waitingRoom?.url;
  // The laboratory asks both.
  let audit = options.generator === true ? await start('audit') : undefined;
  const auditUrl = audit?.url ?? '';
  const payments =
    options.payments === undefined
      ? undefined
      : await preparePayments({
          ...{ folder, publicUrl: `http://127.0.0.1:${port}`, environment: options.payments },
          start: async (service, environment) => (await start(service, environment)).process,
        });
  await payments?.startBank();
  await payments?.startPayments();
  office =
    options.office === undefined
      ? undefined
      : await startOfficeServices({
          publicUrl: `http://127.0.0.1:${port}`,
          environment: {
            ...payments?.officeEnvironment,
            ...(options.generator === true
              ? { GENERATOR_URL: `http://127.0.0.1:${generatorPort}` }
              : {}),
            ...options.office,
          },
          start: async (service, environment) => (await start(service, environment)).process,
        });
  const generator =
    options.generator === true
      ? await start('workload-generator', {
          PORT: String(generatorPort),
          TARGET_API: `${gatewayUrl}/v1`,
          ...(waitingRoomUrl === undefined ? {} : { TARGET_LINE_API: `${waitingRoomUrl}/v1` }),
          SHOP_URL: publicUrl,
          ...(office === undefined ? {} : { OFFICE_URL: office.url }),
          ...(payments === undefined
            ? {}
            : { BANK_URL: payments.bank.url, BANK_TOKEN: payments.bank.token }),
        })
      : undefined;
  const delivery =
    options.delivery === undefined
      ? undefined
      : await startDelivery(
          { PUBLIC_URL: publicUrl, ...options.delivery },
          { redis, ...(office === undefined ? {} : { postgres: office.postgres }) },
        );
  started.defer(async () => await delivery?.stop());
  const nginx = await startNginx({
    PORT: String(port),
    GATEWAY_URL: gatewayUrl,
    ...(generator === undefined
      ? {}
      : { GENERATOR_URL: generator.url, UNLIMITED_CLIENTS: '127.0.0.1' }),
    ...(auditUrl === '' ? {} : { AUDIT_URL: auditUrl }),
    ...payments?.nginxEnvironment,
    ...office?.nginxEnvironment,
    ...(waitingRoomUrl === undefined ? {} : { WAITING_ROOM_URL: waitingRoomUrl }),
    ...(delivery === undefined ? {} : { DELIVERY_URL: delivery.url }),
    ...options.nginxEnvironment,
  });
  started.defer(async () => await nginx.stop());
  return {
    url: nginx.url,
    redis,
    nginx,
    get payments() {
      if (payments === undefined) throw new Error('this site was started without payments');
      return payments;
    },
    get office() {
      if (office === undefined) throw new Error('this site was started without the office');
      return office;
    },
    get delivery() {
      if (delivery === undefined) throw new Error('this site was started without delivery');
      return delivery;
    },
    startWorker: async () => (await start('order-worker')).process,
    killGateway: async () => {
      gateway.process.signal('SIGKILL');
      await gateway.process.exited;
    },
    startGateway: async () => {
      gateway = await start('gateway', {
        ...gatewayEnvironment,
        PORT: new URL(gatewayUrl).port,
      });
    },
    killWaitingRoom: async () => {
      waitingRoom?.process.signal('SIGKILL');
      await waitingRoom?.process.exited;
    },
    startWaitingRoom: async () => {
      waitingRoom = await start('waiting-room', {
        ...{ PUBLIC_URL: publicUrl, ...admissionKeys, ...options.waitingRoom },
        PORT: new URL(waitingRoomUrl ?? '').port,
      });
    },
    killAudit: async () => {
      audit?.process.signal('SIGKILL');
      await audit?.process.exited;
    },
    startAudit: async () => {
      audit = await start('audit', { AUDIT_PORT: new URL(auditUrl).port });
    },
    stop: async () => await started.disposeAsync(),
  };
}
