import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import {
  eventually,
  freePorts,
  type RunningService,
  startPostgres,
  startRedis,
  startService,
  startSystem,
  type System,
  type TestPostgres,
  type TestRedis,
} from '@onsale/testing';
import { SMTPServer } from 'smtp-server';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import { importConfigurations } from '../docs/tables/configuration-schemas.ts';
import { readRedisUsers, renderAclFile } from '../deploy/src/redis-users.ts';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { startOtlpReceiver } from './otlp-receiver.ts';
import { root } from './project-files.ts';
import { findSecrets, secretOf } from './secret-forms.ts';

// Every secret that the services know is given to real processes, in each way that there is; they
// work, fail and are started wrongly. Then everything that has come out of them is searched.

const USERS = readRedisUsers().flatMap(({ name, hasPassword }) => (hasPassword ? [name] : []));
const API_TOKEN = secretOf('api');
const SENTINEL_PASSWORD = secretOf('sentinel');
const PAYMENTS_TOKEN = secretOf('payments-token').replaceAll(/[^\w]/g, '-');
const BANK_TOKEN = secretOf('bank-token').replaceAll(/[^\w]/g, '-');
const BANK_WEBHOOK_SECRET = Buffer.from(secretOf('bank-webhooks')).toString('base64');
const OFFICE_TOKEN = secretOf('office-token').replaceAll(/[^\w]/g, '-');
const ADMISSION_KEYS = secretOf('admissions').replaceAll(/[^\w]/g, '-');
const OFFICE_SECRET = secretOf('office-secret');
const DATABASE_PASSWORDS = {
  RECORDER_DATABASE_PASSWORD: secretOf('recorder-database'),
  OFFICE_DATABASE_PASSWORD: secretOf('office-database'),
  DELIVERY_DATABASE_PASSWORD: secretOf('delivery-database'),
};
const SMTP_PASSWORD = secretOf('mail-server');
/** What stands before a key is ignored. */
const DKIM_PRIVATE_KEY = `${secretOf('dkim')}\n${newRsaKey()}`;
/** Given too, as when the provider was changed. */
const STRIPE = {
  STRIPE_SECRET_KEY: secretOf('stripe'),
  STRIPE_WEBHOOK_SECRET: `whsec_${secretOf('stripe-webhooks')}`,
};
const pages = `${root}services/frontend/dist`;

/** Everything that came out, but for the logs of the services. */
const told: string[] = [];
const statuses = new Set<number>();
let folder: string;
let port: number;
let redis: TestRedis;
let postgres: TestPostgres;
let collector: Awaited<ReturnType<typeof startOtlpReceiver>>;
let system: System;
let nginx: Nginx;
let gateway: RunningService;
let worker: RunningService;
let database: RunningService;
let generator: RunningService;
let audit: RunningService;
let office: RunningService;
let recorder: RunningService;
let delivery: RunningService;
/** Lets nobody log in. */
let mailServer: SMTPServer;
let waitingRoom: RunningService;
let payments: RunningService;
let bank: RunningService;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-secrets-'));
  [port = 0] = await freePorts(1);
  const passwords = Object.fromEntries(USERS.map((user) => [user, secretOf(user)]));
  const acl = `${renderAclFile(passwords)}user test on >test ~* &* +@all\n`;
  await writeFile(join(folder, 'users.acl'), acl);
  redis = await startRedis({
    args: ['--aclfile', join(folder, 'users.acl'), '--port', String(port), '--bind', '127.0.0.1'],
    login: { username: 'test', password: 'test' },
  });
  postgres = await startPostgres();
  collector = await startOtlpReceiver();
  const environment = { REDIS_URL: redis.url, ...loginOf('admin') };
  system = await startSystem({
    // More than the load buys, however long a busy machine lets it run.
    capacity: 1_000_000,
    redis: { ...redis, environment },
    environment: { LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  });
  await startServices();
});
after(async () => {
  // What starts last ends last: where its start fails, all others have still ended.
  await system.stop();
  await redis.stop();
  await postgres.stop();
  collector.stop();
  await promisify(mailServer.close.bind(mailServer))();
  await nginx.stop();
  await rm(folder, { recursive: true });
});

const loginOf = (user: string) => ({ REDIS_USERNAME: user, REDIS_PASSWORD: secretOf(user) });
const NO_LOGIN = { REDIS_USERNAME: '', REDIS_PASSWORD: '' };
const urlOf = (user: string, password = secretOf(user)) =>
  `redis://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`;

// Each service gets its secrets in another way.
async function startServices(): Promise<void> {
  const [passwordFile, urlFile] = [join(folder, 'password'), join(folder, 'url')];
  await writeFile(passwordFile, `${secretOf('order-worker')}\n`);
  await writeFile(urlFile, urlOf('workload-generator'));
  gateway = await system.startGateway({
    ...NO_LOGIN,
    REDIS_URL: urlOf('gateway'),
    REDIS_SETUP_USERNAME: 'gateway-setup',
    REDIS_SETUP_PASSWORD: secretOf('gateway-setup'),
    CUSTOMER_KEY: secretOf('customers'),
    ADMISSION_KEYS,
    OFFICE_TOKEN,
  });
  await startOffice();
  [worker, database, audit, generator] = await Promise.all([
    system.startWorker({
      REDIS_URL: '',
      REDIS_PORT: String(port),
      REDIS_USERNAME: 'order-worker',
      REDIS_PASSWORD: '',
      REDIS_PASSWORD_FILE: passwordFile,
    }),
    system.startService('database-api', { ...loginOf('database-api'), API_TOKEN }),
    system.startService('audit', { ...NO_LOGIN, REDIS_URL: urlOf('audit') }),
    system.startService('workload-generator', {
      ...NO_LOGIN,
      REDIS_URL: '',
      REDIS_URL_FILE: urlFile,
      TARGET_API: `${gateway.address}/v1`,
    }),
  ]);
  waitingRoom = await system.startService('waiting-room', {
    ...loginOf('waiting-room'),
    ADMISSION_KEYS,
  });
  bank = await system.startService('bank', {
    BANK_TOKEN,
    BANK_WEBHOOK_SECRET,
    DATA_DIR: join(folder, 'bank'),
  });
  payments = await system.startService('payments', {
    ...{ ...loginOf('payments'), ...STRIPE, PAYMENTS_TOKEN, BANK_TOKEN, BANK_WEBHOOK_SECRET },
    ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true', BANK_URL: bank.address },
    PUBLIC_URL: 'http://localhost:8080',
  });
  nginx = await startNginx({
    GATEWAY_URL: gateway.address,
    GENERATOR_URL: generator.address,
    AUDIT_URL: audit.address,
    WAITING_ROOM_URL: waitingRoom.address,
    PAYMENTS_URL: payments.address,
    DELIVERY_URL: delivery.address,
    BANK_URL: bank.address,
    ACCESS_LOG: 'on',
    // As npm start gives it the whole environment.
    REDIS_URL: urlOf('gateway'),
    ...loginOf('gateway'),
    REDIS_SENTINEL_PASSWORD: SENTINEL_PASSWORD,
    API_TOKEN,
  });
}

async function startOffice(): Promise<void> {
  const install = { DATABASE_URL: postgres.url, ...DATABASE_PASSWORDS };
  assert.equal(await run(['admin/src/main.ts', 'records', 'install'], install), 0);
  const urlAs = (role: string, password: string) =>
    postgres.url.replace('onsale:secret', `${role}:${encodeURIComponent(password)}`);
  office = await system.startService('office', {
    ...{ ...loginOf('office'), OFFICE_TOKEN, OFFICE_SECRET, PAYMENTS_TOKEN },
    DATABASE_URL: urlAs('onsale_office', DATABASE_PASSWORDS.OFFICE_DATABASE_PASSWORD),
  });
  recorder = await system.startService('recorder', {
    ...loginOf('recorder'),
    DATABASE_URL: urlAs('onsale_recorder', DATABASE_PASSWORDS.RECORDER_DATABASE_PASSWORD),
  });
  const keyFile = join(folder, 'ticket-keys.json');
  await writeKeyFile(keyFile, addKey([]));
  delivery = await system.startService('delivery', {
    ...loginOf('delivery'),
    DATABASE_URL: urlAs('onsale_delivery', DATABASE_PASSWORDS.DELIVERY_DATABASE_PASSWORD),
    TICKET_KEYS_FILE: keyFile,
    SMTP_URL: await startMailServer(),
    ...{ DKIM_DOMAIN: 'tickets.example.com', DKIM_PRIVATE_KEY },
  });
}

async function startMailServer(): Promise<string> {
  mailServer = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username }, _, done) => done(new Error(`${username} may not send`)),
  });
  mailServer.listen(0, '127.0.0.1');
  await once(mailServer.server, 'listening');
  const { port: smtpPort } = mailServer.server.address() as AddressInfo;
  return `smtp://shop:${encodeURIComponent(SMTP_PASSWORD)}@127.0.0.1:${smtpPort}`;
}

function newRsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' });
}

test('a secret is found in whatever it is wrapped', () => {
  const secret = secretOf('gateway');
  const encoded = ['a', 'ab', 'abc'].map((before) =>
    Buffer.from(`${before}:${secret}`).toString('base64'),
  );
  const wrapped = [urlOf('gateway'), Buffer.from(secret).toString('hex'), ...encoded];
  for (const each of wrapped) assert.equal(findSecrets(`<${each}>`).length, 1, each);
  assert.deepEqual(findSecrets(encodeURIComponent('Bearer of=gateway?')), []);
});

test('the secrets that are given here are all that there are', async () => {
  const schemas = await importConfigurations();
  // A command that no process of the site starts.
  schemas.delete('rehearsal');
  const names = [...schemas.values()].flatMap(({ properties }) =>
    Object.entries(properties).flatMap(([name, { 'x-secret': is }]) => (is === true ? [name] : [])),
  );
  const given = [
    'ADMISSION_KEYS',
    'API_TOKEN',
    'BANK_TOKEN',
    'BANK_WEBHOOK_SECRET',
    'CUSTOMER_KEY',
    'DATABASE_URL',
    'DELIVERY_DATABASE_PASSWORD',
    'DKIM_PRIVATE_KEY',
    'OFFICE_DATABASE_PASSWORD',
    'OFFICE_SECRET',
    'OFFICE_TOKEN',
    'PAYMENTS_TOKEN',
    'RECORDER_DATABASE_PASSWORD',
    'REDIS_PASSWORD',
    'REDIS_SENTINEL_PASSWORD',
    'REDIS_SETUP_PASSWORD',
    'REDIS_URL',
    'SMTP_URL',
    'STRIPE_SECRET_KEY',
    'STRIPE_WEBHOOK_SECRET',
  ];
  assert.deepEqual([...new Set(names)].sort(), given);
});

test('nothing that comes out of the system has a secret in it', async () => {
  await work();
  await delivery.logged(({ msg }) => msg === 'the mail server is left alone for a while');
  await Promise.all([startWrongly(), enterWrongly(), administer()]);
  await goWithoutRedis();
  await refuseLogins();

  const services = [gateway, worker, database, generator];
  for (const { log, service } of services) {
    assert.ok(
      log.some(({ msg }) => /WRONGPASS/.test(msg)),
      `${service} was refused`,
    );
  }
  assert.deepEqual([...statuses].sort(), [200, 201, 400, 401, 404, 415, 503]);
  const lines = [...services, waitingRoom, payments, bank, office, recorder, delivery].flatMap(
    ({ log }) => log.map((line) => JSON.stringify(line)),
  );
  const spans = collector.bodies.map((body) => body.toString('latin1'));
  assert.ok(spans.length > 0);
  const found = [...told, ...lines, ...spans, nginx.log(), postgres.log()].flatMap(findSecrets);
  assert.deepEqual(found, []);
});

async function work(): Promise<void> {
  const { orderId } = JSON.parse(await placeOrder()) as { orderId: string };
  await ask(`${gateway.address}/v1/orders/${orderId}/stream`);
  // Longer than a busy machine needs until the load is stopped.
  const load = { rps: 20, durationS: 600, mix: [{ ticketId: 'seat', qty: 1 }] };
  await ask(`${generator.address}/start`, asJson('POST', load));
  const entry = asJson('POST', { key: 'a', value: { a: 1 } }, bearer(API_TOKEN));
  await ask(`${database.address}/v1/redis`, entry);
  await askAll();
  await ask(`${database.address}/v1/redis/a`, { method: 'DELETE', headers: bearer(API_TOKEN) });
  await ask(`${generator.address}/stop`, { method: 'POST' });
  for (const page of ['', 'lab', 'orders/a', ...(await readdir(pages, { recursive: true }))]) {
    if (!/\.(br|gz)$/.test(page)) await ask(`${nginx.url}/${page}`);
  }
  for (const path of ['api/v1/fleet', 'workload/stats', 'metrics', 'api/nowhere']) {
    await ask(`${nginx.url}/${path}`);
  }
  await system.auditWhenSettled();
}

/** All that each service tells of itself, and of what it has. */
async function askAll(): Promise<void> {
  // What operators ask is described elsewhere.
  await ask(`${gateway.address}/v1/fleet`);
  for (const { address } of [
    ...[gateway, worker, database, audit, generator, waitingRoom, payments, bank, office, delivery],
  ]) {
    for (const path of ['/livez', '/readyz', '/metrics', '/nowhere']) await ask(address + path);
    const described = JSON.parse(await ask(`${address}/openapi.json`)) as {
      paths: Record<string, { get?: unknown }>;
    };
    for (const [path, { get }] of Object.entries(described.paths)) {
      if (get === undefined || /\{|stream/.test(path)) continue;
      await ask(address + path, { headers: bearer(API_TOKEN) });
    }
  }
}

// Wrong variables end a process with a line for each; a wrong login is tried again until it is ended.
async function startWrongly(): Promise<void> {
  const secret = secretOf('gateway');
  const wrong: [string, Record<string, string>][] = [
    ['gateway', { REDIS_URL: `http://gateway:${secret}@127.0.0.1` }],
    ['gateway', { REDIS_URL: `redis://gateway:${secret}@127.0.0.1` }],
    ['gateway', { REDIS_URL: `redis://gateway:%${secret}@127.0.0.1,redis://127.0.0.1:99999` }],
    ['order-worker', { REDIS_PASSWORD: secret, REDIS_PASSWORD_FILE: join(folder, 'password') }],
    ['order-worker', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:${secret}@127.0.0.1:4318` }],
    ['database-api', { API_TOKEN: `${secret} and more` }],
    ['workload-generator', { TARGET_API: `http://user:${secret}@127.0.0.1` }],
    // The bank without TEST_PAYMENTS, Stripe without PUBLIC_URL, and a webhook to a login.
    ['payments', { PAYMENT_PROVIDER: 'bank', BANK_TOKEN: secret, BANK_WEBHOOK_SECRET: secret }],
    [
      'payments',
      { PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: secret, STRIPE_WEBHOOK_SECRET: secret },
    ],
    ['office', { DATABASE_URL: `http://office:${secret}@127.0.0.1`, OFFICE_TOKEN: secret }],
    [
      'delivery',
      { DATABASE_URL: `postgres://${secret}@127.0.0.1`, SMTP_URL: `http://${secret}@127.0.0.1` },
    ],
    ['bank', { BANK_TOKEN: secret, WEBHOOK_URL: `http://user:${secret}@127.0.0.1` }],
  ];
  await Promise.all(
    wrong.map(async ([service, environment]) => {
      assert.equal(await run([`services/${service}/src/main.ts`], environment), 1);
    }),
  );
  const sentinel = {
    REDIS_SENTINELS: `127.0.0.1:${port}`,
    REDIS_SENTINEL_PASSWORD: SENTINEL_PASSWORD,
  };
  for (const refused of [{ REDIS_URL: urlOf('gateway', secretOf('nobody')) }, sentinel]) {
    const service = startService('gateway', { ...refused, LOG_LEVEL: 'trace' });
    await service.logged(({ msg }) => /WRONGPASS/.test(msg));
    await service.stop();
    told.push(...service.log.map((line) => JSON.stringify(line)));
  }
}

async function enterWrongly(): Promise<void> {
  await payWrongly();
  const keys = `${database.address}/v1/redis`;
  const basic = `Basic ${Buffer.from(`api:${API_TOKEN}`).toString('base64')}`;
  for (const authorization of ['', basic, 'Bearer wrong', `Bearer ${API_TOKEN}x`, API_TOKEN]) {
    await ask(keys, { headers: { authorization } });
  }
  await ask(`${keys}?token=${encodeURIComponent(API_TOKEN)}`);
  await ask(keys, asJson('POST', { key: 1 }, bearer(API_TOKEN)));
  await ask(keys, { method: 'POST', body: '{', headers: bearer(API_TOKEN) });
  await ask(`${keys}/a`, asJson('PUT', [], bearer(API_TOKEN)));
  await ask(`${gateway.address}/v1/orders`, asJson('POST', {}, bearer(API_TOKEN)));
  await ask(`${gateway.address}/v1/orders`, { method: 'POST', body: 'x' });
  await ask(`${generator.address}/start`, asJson('POST', { rps: -1 }));
}

async function payWrongly(): Promise<void> {
  for (const token of [PAYMENTS_TOKEN, `${PAYMENTS_TOKEN}x`, BANK_TOKEN]) {
    await ask(`${payments.address}/doctor`, asJson('POST', {}, bearer(token)));
    await ask(`${payments.address}/payments/x?token=${token}`, { headers: bearer(token) });
    await ask(`${bank.address}/checkouts/x?token=${token}`, { headers: bearer(token) });
  }
  const signed = { 'webhook-id': 'a', 'webhook-timestamp': '1' };
  for (const signature of [`v1,${BANK_WEBHOOK_SECRET}`, BANK_WEBHOOK_SECRET]) {
    const headers = { ...signed, 'webhook-signature': signature };
    for (const address of [payments.address, nginx.url]) {
      await ask(`${address}/webhooks/bank`, asJson('POST', { secret: signature }, headers));
    }
  }
}

async function administer(): Promise<void> {
  const right = { REDIS_URL: urlOf('admin') };
  const wrong = { REDIS_URL: urlOf('admin', secretOf('nobody')), CONNECT_TIMEOUT_MS: '500' };
  const runs = [right, wrong].map((environment) =>
    run(['admin/src/main.ts', 'audit'], environment),
  );
  assert.deepEqual(await Promise.all(runs), [0, 1]);
}

async function goWithoutRedis(): Promise<void> {
  process.kill(redis.pid, 'SIGSTOP');
  try {
    await Promise.all([placeOrder(), askAll()]);
  } finally {
    process.kill(redis.pid, 'SIGCONT');
  }
  await untilReady();
}

// The passwords are changed while the services run, then changed back.
async function refuseLogins(): Promise<void> {
  const running = [gateway, worker, database, generator];
  for (const { service } of running) {
    await redis.command('ACL', 'SETUSER', service, 'resetpass', '>changed');
    await redis.command('CLIENT', 'KILL', 'USER', service);
  }
  await Promise.all(running.map((each) => each.logged(({ msg }) => /WRONGPASS/.test(msg))));
  await Promise.all([placeOrder(), askAll()]);
  for (const { service } of running) {
    await redis.command('ACL', 'SETUSER', service, 'resetpass', `>${secretOf(service)}`);
  }
  await untilReady();
  await placeOrder();
}

async function untilReady(): Promise<void> {
  for (const { address } of [gateway, worker, database, audit, generator]) {
    await eventually(
      async () => (await fetch(`${address}/readyz`)).status,
      (status) => status === 200,
    );
  }
}

/** Runs a process to its end, and keeps what it says. Returns its exit code. */
async function run(args: readonly string[], environment: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  told.push(output, errors);
  return code;
}

async function placeOrder(): Promise<string> {
  const order = {
    customer: { name: 'Ada', email: 'ada@example.com' },
    items: [{ ticketId: 'seat', qty: 1 }],
    paymentMethod: 'credit_card',
  };
  return await ask(`${gateway.address}/v1/orders`, asJson('POST', order));
}

async function ask(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init);
  const body = await response.text();
  statuses.add(response.status);
  const head = `${new URL(url).pathname} ${response.status} ${JSON.stringify([...response.headers])}`;
  told.push(`${head}\n${body}`);
  return body;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asJson = (method: string, body: unknown, headers: Record<string, string> = {}) => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
