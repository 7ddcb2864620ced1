import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { eventually, freePorts, startRedis, type TestRedis } from '@onsale/testing';
import { hashPassword, readUsers, renderUsers } from '../src/cluster/redis-users.ts';
import { encode, type PretendedApiServer, pretendApiServer } from './pretended-api-server.ts';

const RULES = fileURLToPath(new URL('../../deploy/redis', import.meta.url));
const RUN = fileURLToPath(new URL('../../deploy/images/run.sh', import.meta.url));
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const USERS = readUsers(RULES)
  .filter(({ hasPassword }) => hasPassword)
  .map(({ name }) => name);
const SECRETS = ['customers', 'office', 'postgres', ...USERS, 'redis-users'].sort();

/** What is in the Secrets of some users beside their password. */
const MORE_ENTRIES: Record<string, Record<string, string>> = {
  'database-api': { 'api-token': 'token' },
  delivery: { 'database-password': 'password', 'database-url': 'postgres://there/onsale' },
  keda: { 'redis-username': 'keda' },
  office: {
    'office-token': 'token',
    'office-secret': 'a secret of at least 32 characters',
    ...{ 'database-password': 'password', 'database-url': 'postgres://there/onsale' },
  },
  payments: { 'payments-token': 'token' },
  recorder: { 'database-password': 'password', 'database-url': 'postgres://there/onsale' },
};

let api: PretendedApiServer;
let folder: string;
let redis: TestRedis | undefined;

beforeEach(async () => {
  api = await pretendApiServer();
  folder = await mkdtemp(join(tmpdir(), 'onsale-install-'));
});
afterEach(async () => {
  await api.close();
  await redis?.stop();
  redis = undefined;
  await rm(folder, { recursive: true });
});

/** Starts the Job's process, as the image does, with only these rights and variables. */
function startJob(environment: Record<string, string> = {}, ...options: string[]) {
  const child = spawn('sh', [RUN, MAIN, 'cluster', 'install', ...options], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      REDIS_USERS_DIR: RULES,
      REDIS_URL: redis?.url ?? 'redis://127.0.0.1:1',
      CONNECT_TIMEOUT_MS: '20000',
      ...api.environment,
      ...environment,
    },
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, ...texts }));
  return { child, texts, ended };
}

async function runJob(environment: Record<string, string> = {}) {
  return await startJob(environment).ended;
}

/** Runs the Job until all Secrets are there, which Redis waits for. */
async function makeSecrets() {
  const job = startJob();
  await eventually(
    async () => api.objects.has('secrets/redis-users'),
    (isThere) => isThere,
  );
  job.child.kill('SIGTERM');
  return await job.ended;
}

/** What Redis' pod does then: it starts with these users. */
async function startGuardedRedis(args: readonly string[] = []): Promise<TestRedis> {
  const file = await writeUsers();
  const login = { username: 'admin', password: passwordOf('admin') };
  redis = await startRedis({ args: ['--aclfile', file, ...args], shards: 0, login });
  return redis;
}

async function writeUsers(): Promise<string> {
  const passwords = Object.fromEntries(USERS.map((user) => [user, passwordOf(user)]));
  const file = join(folder, 'users.acl');
  await writeFile(file, renderUsers(readUsers(RULES), passwords));
  return file;
}

const passwordOf = (user: string) => api.secret(user, 'redis-password');

/** A shop that was installed, with its Redis. */
async function installShop(): Promise<TestRedis> {
  await makeSecrets();
  const server = await startGuardedRedis();
  const { code, stderr } = await runJob();
  assert.equal(code, 0, stderr);
  api.asked.length = 0;
  return server;
}

const writes = () => api.asked.filter((request) => !request.startsWith('GET '));

describe('cluster install', () => {
  it('makes the Secrets, waits for Redis, creates the data and remembers it', async () => {
    const [port = 0] = await freePorts(1);
    const job = startJob({ REDIS_URL: '', REDIS_PORT: String(port) });
    await eventually(
      async () => job.texts.stderr,
      (text) => text.startsWith('Waiting for Redis: connect ECONNREFUSED'),
    );
    const server = await startGuardedRedis(['--port', String(port), '--bind', '127.0.0.1']);
    const { code, stdout, stderr } = await job.ended;
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Created the Secrets customers, .*redis-users\.$/m);
    assert.match(stdout, /^Created the data of a new shop with SHARDS=1/m);
    assert.match(stdout, /^Created the ConfigMap installed/m);
    assert.doesNotMatch(stdout, /restart/);
    assert.deepEqual(api.objects.get('configmaps/installed')?.data, { DATA_EXISTS: 'true' });
    assert.equal(await server.command('HGET', 'onsale:layout', 'shards'), '1');

    for (const user of USERS) {
      assert.match(passwordOf(user), /^[\w-]{43}$/);
      assert.equal(api.secret('redis-users', user), hashPassword(passwordOf(user)));
    }
    assert.match(api.secret('customers', 'customer-key'), /^[\w-]{43}$/);
    assert.match(api.secret('database-api', 'api-token'), /^[\w-]{43}$/);
    assert.equal(api.secret('keda', 'redis-username'), 'keda');
    for (const name of SECRETS) {
      const { metadata, immutable } = api.objects.get(`secrets/${name}`) ?? assert.fail(name);
      assert.equal(metadata.labels?.['app.kubernetes.io/part-of'], 'onsale');
      assert.equal(metadata.labels['app.kubernetes.io/name'], name);
      const grows = ['redis-users', 'ticket-keys', 'admissions'].includes(name);
      assert.equal(immutable, grows ? undefined : true);
    }
  });

  it('makes the secrets of the bank in a laboratory only, and payments can use them', async () => {
    const { stdout } = await makeSecrets();
    assert.doesNotMatch(stdout, /bank/);
    assert.equal(api.objects.has('secrets/bank'), false);
    assert.match(api.secret('payments', 'payments-token'), /^[\w-]{43}$/);
    const job = startJob({}, '--bank');
    await eventually(
      async () => api.objects.has('secrets/bank'),
      (isThere) => isThere,
    );
    job.child.kill('SIGTERM');
    await job.ended;
    assert.match(api.secret('bank', 'bank-token'), /^[\w-]{43}$/);
    const secret = api.secret('bank', 'bank-webhook-secret');
    const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    assert.equal(bytes.length, 32);
    assert.equal(`whsec_${bytes.toString('base64')}`, secret);
  });

  it('makes the logins of the database, each with an address that has it', async () => {
    await makeSecrets();
    for (const [name, user, entry] of [
      ['postgres', 'onsale', 'password'],
      ['office', 'onsale_office', 'database-password'],
      ['recorder', 'onsale_recorder', 'database-password'],
    ] as const) {
      const password = api.secret(name, entry);
      assert.match(password, /^[\w-]{43}$/);
      const url = `postgres://${user}:${password}@postgres:5432/onsale`;
      assert.equal(api.secret(name, 'database-url'), url);
    }
    assert.match(api.secret('office', 'office-token'), /^[\w-]{43}$/);
  });

  it('makes no owner of a database that is elsewhere, but the logins of the shop', async () => {
    const job = startJob({}, '--database', 'postgres://db.example:5433/shop?sslmode=require');
    await eventually(
      async () => api.objects.has('secrets/redis-users'),
      (isThere) => isThere,
    );
    job.child.kill('SIGTERM');
    await job.ended;
    assert.equal(api.objects.has('secrets/postgres'), false);
    const login = `onsale_recorder:${api.secret('recorder', 'database-password')}`;
    const url = `postgres://${login}@db.example:5433/shop?sslmode=require`;
    assert.equal(api.secret('recorder', 'database-url'), url);
    for (const address of ['postgres://a:b@db.example/shop', 'http://db.example/shop', 'db']) {
      const { code, stderr } = await startJob({}, '--database', address).ended;
      assert.equal(code, 2);
      assert.match(
        stderr,
        /^--database must be postgres:\/\/HOST:PORT\/DATABASE, without a login$/m,
      );
    }
  });

  it('changes nothing the second time', async () => {
    await installShop();
    const before = JSON.stringify([...api.objects]);
    const { code, stdout, stderr } = await runJob();
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(writes(), []);
    assert.equal(JSON.stringify([...api.objects]), before);
    assert.match(stdout, /^Already there: the Secrets customers, .*redis-users\.$/m);
    assert.match(stdout, /^The data of the shop already exists/m);
    assert.doesNotMatch(stdout, /Created|restart/);
  });

  it('can be run by two at once, who agree on every password', async () => {
    await Promise.all([makeSecrets(), makeSecrets()]);
    for (const user of USERS) {
      assert.equal(api.secret('redis-users', user), hashPassword(passwordOf(user)));
    }
    await startGuardedRedis();
    const both = await Promise.all([runJob(), runJob()]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    const created = both.filter(({ stdout }) => stdout.includes('Created the data'));
    assert.equal(created.length, 1);
  });

  it('takes the Secret of someone who was faster', async () => {
    api.objects.set('secrets/customers', secretOf({ 'customer-key': 'there' }));
    api.before('POST secrets', () =>
      api.objects.set('secrets/admin', secretOf({ 'redis-password': 'theirs' })),
    );
    assert.match((await makeSecrets()).stderr, /^interrupted$/m);
    assert.equal(passwordOf('admin'), 'theirs');
    assert.equal(api.secret('redis-users', 'admin'), hashPassword('theirs'));
  });

  it('gives up at last, and says what it has waited for', async () => {
    await makeSecrets();
    const { code, stderr } = await runJob({ CONNECT_TIMEOUT_MS: '3000' });
    assert.equal(code, 1);
    assert.match(stderr, /^gave up after 3000 ms of waiting for Redis: connect ECONNREFUSED/m);
  });

  it('heals the hashes when a password was made again, and says what to restart', async () => {
    const server = await installShop();
    const former = passwordOf('gateway');
    api.objects.delete('secrets/gateway');
    const { code, stdout } = await runJob();
    assert.equal(code, 0);
    assert.notEqual(passwordOf('gateway'), former);
    assert.equal(api.secret('redis-users', 'gateway'), hashPassword(passwordOf('gateway')));
    assert.deepEqual(writes(), ['POST secrets', 'PUT secrets/redis-users']);
    assert.match(stdout, /^Created the Secrets gateway\.$/m);
    assert.match(stdout, /^Changed in redis-users: gateway\.$/m);
    assert.match(stdout, /kubectl rollout restart statefulset,deployment -n shop$/m);
    assert.equal(server.isAlive(), true);
  });

  it('waits for the restart of Redis when its own password was made again', async () => {
    const server = await installShop();
    api.objects.delete('secrets/install');
    const job = startJob();
    await eventually(
      async () => job.texts.stderr,
      (text) => /^Waiting for Redis: WRONGPASS .*: restart it$/m.test(text),
    );
    await writeUsers();
    await server.kill('SIGTERM');
    await server.restart();
    assert.equal((await job.ended).code, 0);
  });

  it('adds a new user to the hashes, and keeps those of users it does not know', async () => {
    await installShop();
    const hashes = api.objects.get('secrets/redis-users') ?? assert.fail();
    delete hashes.data['audit'];
    hashes.data['stranger'] = encode('hash');
    // Somebody else changes it between reading and writing, once.
    api.before('PUT secrets/redis-users', () => (hashes.metadata.resourceVersion = 'other'));
    const { code, stdout } = await runJob();
    assert.equal(code, 0);
    assert.equal(api.secret('redis-users', 'audit'), hashPassword(passwordOf('audit')));
    assert.equal(api.secret('redis-users', 'stranger'), 'hash');
    assert.match(stdout, /^Changed in redis-users: audit\.$/m);
    assert.equal(writes().length, 2);
  });

  it('refuses a Secret that lacks an entry, and leaves it alone', async () => {
    api.objects.set('secrets/database-api', secretOf({ 'redis-password': 'theirs' }));
    const { code, stderr } = await runJob();
    assert.equal(code, 1);
    assert.match(stderr, /^the Secret database-api exists, but without api-token, .*\n$/);
    assert.equal(api.objects.get('secrets/database-api')?.data['api-token'], undefined);
  });

  it('never changes hashes that belong to another tool, or cannot be changed', async () => {
    await installShop();
    const hashes = api.objects.get('secrets/redis-users') ?? assert.fail();
    delete hashes.data['audit'];
    hashes.metadata.ownerReferences = [{ kind: 'ExternalSecret', name: 'theirs' }];
    const foreign = await runJob();
    assert.equal(foreign.code, 1);
    assert.match(
      foreign.stderr,
      /hashes of the passwords of audit, and belongs to the ExternalSecret theirs/,
    );
    delete hashes.metadata.ownerReferences;
    hashes.immutable = true;
    const immutable = await runJob();
    assert.equal(immutable.code, 1);
    assert.match(immutable.stderr, /and is immutable: delete it/);
    assert.deepEqual(writes(), []);
  });

  it('uses passwords that are there, without the line break of a file', async () => {
    for (const user of USERS) {
      const entries = { 'redis-password': `of ${user}\n`, ...MORE_ENTRIES[user] };
      api.objects.set(`secrets/${user}`, secretOf(entries));
    }
    await makeSecrets();
    assert.equal(api.secret('redis-users', 'gateway'), hashPassword('of gateway'));
  });

  it('creates no data in a Redis that was emptied', async () => {
    const server = await installShop();
    await server.stop();
    await startGuardedRedis();
    const { code, stdout, stderr } = await runJob();
    assert.equal(code, 1);
    assert.match(stderr, /^this Redis is empty, but a shop was installed here before/);
    assert.doesNotMatch(stdout, /Created/);
    assert.equal(await redis?.command('DBSIZE'), 0);
  });

  it('says which right is missing', async () => {
    api.refuse('POST secrets', 403);
    const { code, stderr } = await runJob();
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'the API server of Kubernetes refuses to create the Secret customers: POST secrets is forbidden; ' +
        'the Role install says what this service account may do\n',
    );
  });

  it('waits for an API server that is overloaded, and says so', async () => {
    api.refuse('GET secrets/customers', 503, 1);
    const { stderr } = await makeSecrets();
    assert.match(stderr, /^Waiting for the API server of Kubernetes: status 503$/m);
    assert.ok(api.objects.has('secrets/customers'));
  });

  it('says that it needs a cluster and the token of a service account', async () => {
    const outside = await runJob({ KUBERNETES_SERVICE_HOST: '' });
    assert.deepEqual(
      [outside.code, outside.stderr],
      [1, 'this command works in a pod of a Kubernetes cluster only\n'],
    );
    const bare = await runJob({ SERVICE_ACCOUNT_DIR: '/nowhere' });
    assert.equal(bare.code, 1);
    assert.match(bare.stderr, /^the token of the service account is not mounted: .*ENOENT\)\n$/);
  });
});

function secretOf(entries: Record<string, string>) {
  const data = Object.fromEntries(
    Object.entries(entries).map(([name, text]) => [name, encode(text)]),
  );
  return { kind: 'Secret', metadata: { name: '', namespace: 'shop', resourceVersion: '1' }, data };
}
