import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  applyCatalog,
  DAY_MS,
  ensureWorkerGroup,
  type Ledger,
  moveReader,
  newOrderId,
  openLedger,
  orderAddress,
  orderHandle,
  placeOrders,
  readArchive,
  readEntries,
  readLogEnd,
  registerReader,
  settleOrders,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectionOf, editOrder, installOn, ORDER_STATE, startRedis } from '@onsale/testing';
import { checkArchive } from '../src/archive-files/check-archive.ts';

const CATALOG = `events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-06-18T16:00:00Z
    currency: USD
    tickets:
      - { id: adult, name: Adult, type: adult, price: 10.50, capacity: 5000 }
`;
const LONG_AGO = Date.now() - 100 * DAY_MS;

const server = await startRedis();
const folder = await mkdtemp(join(tmpdir(), 'onsale-archive-'));
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let ledger: Ledger;
let files: string;
beforeEach(async () => {
  await server.command('FLUSHALL');
  const redis = connectionOf(server);
  await installOn(redis);
  ledger = await openLedger(redis, 1);
  await ensureWorkerGroup(redis, 0);
  await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));
  files = await mkdtemp(join(folder, 'files-'));
});

const start = (...args: string[]) => startNode([MAIN, ...args]);

function startNode(args: readonly string[]) {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], REDIS_URL: server.url, CONNECT_TIMEOUT_MS: '10000' },
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...texts }));
  return { child, ended };
}

const admin = async (...args: string[]) => await start(...args).ended;

/** The event is over, so that its orders may leave 30 days later. */
async function endEvent(): Promise<void> {
  const times = { startsAt: new Date(LONG_AGO).toISOString() };
  const document = JSON.stringify({ id: 'show', ...times, tickets: [{ id: 'adult' }] });
  const fields = ['status', 'closed', 'revision', '1', 'document', document];
  await server.command('HSET', '{s0}:event:show', ...fields);
  await server.command('ZADD', '{s0}:events', '1', 'show');
}

/** Sells tickets long ago, a few orders a second. */
async function sell(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, i) => newOrderId(0, LONG_AGO + i * 300));
  for (let i = 0; i < count; i += 500) {
    const orders = ids.slice(i, i + 500).map((id) => ({
      ...{ id, eventId: 'show', currency: 'USD', paymentMethod: 'invoice', totalMinor: 1050 },
      customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
      lines: [{ ticketId: 'adult', type: 'adult', qty: 1, unitMinor: 1050 }],
    }));
    await placeOrders(ledger, 0, { orders, maxBacklog: 10_000 });
    const read = { consumer: 'w', count: 500, blockMs: 1 };
    await settleOrders(ledger, 0, await readEntries(ledger.redis, 0, read));
  }
  await Promise.all(
    ids.map((id) => editOrder(server, id, { place: ORDER_STATE, text: `c${LONG_AGO}` })),
  );
  await endEvent();
  return ids;
}

const inRedis = async (ids: readonly string[]) => {
  const found = await Promise.all(ids.map((id) => server.command('HGET', ...orderAddress(0, id))));
  return new Set(ids.filter((_, i) => found[i] !== null));
};

async function inFiles(): Promise<Map<string, Record<string, unknown>>> {
  const orders = new Map<string, Record<string, unknown>>();
  for (const name of await readdir(files)) {
    // Only what was completed counts.
    if (!name.endsWith('.ndjson.gz')) continue;
    const text = gunzipSync(await readFile(join(files, name))).toString('utf8');
    for (const line of text.trimEnd().split('\n')) {
      const order = JSON.parse(line) as Record<string, unknown>;
      orders.set(String(order['orderId']), order);
    }
  }
  return orders;
}

test('archive writes orders into checked files, takes them out of Redis, and says so', async () => {
  const ids = await sell(3);
  const record = await server.command('HGET', ...orderAddress(0, ids[0] ?? ''));
  const dry = await admin('archive', '--to', files, '--dry-run');
  assert.match(dry.stdout, /^3 orders would leave, and 0 that got neither/);
  assert.deepEqual(await readdir(files), []);

  const { code, stdout } = await admin('archive', '--to', files);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^3 orders have left, and 0 that got neither[^]*\nevent show is archived$/m);
  const order = (await inFiles()).get(ids[0] ?? '');
  assert.deepEqual(
    [order?.['status'], order?.['grandTotal'], order?.['record']],
    ['confirmed', 10.5, record],
  );
  assert.deepEqual((await inRedis(ids)).size, 0);
  for (const name of await readdir(files)) {
    assert.equal((await stat(join(files, name))).mode & 0o777, 0o600, 'it has customers in it');
  }
  const again = await admin('archive', '--to', files);
  assert.match(again.stdout, /^0 orders have left/);
  assert.match((await admin('archive', 'check', files)).stdout, /^3 orders in 1 file\nEvery file/);
  const audit = await admin('audit');
  assert.equal(audit.code, 0, audit.stdout);
});

test('an order from a file can be put back', async () => {
  const [id = ''] = await sell(1);
  await admin('archive', '--to', files);
  const record = String((await inFiles()).get(id)?.['record']);
  await server.command('HSET', ...orderAddress(0, id), record);
  await server.command('ZADD', '{s0}:buckets', '0', orderAddress(0, id)[0]);
  const { stdout } = await admin('orders', 'export', '--json');
  assert.match(stdout, new RegExp(`"orderId":"${id}"`));
});

test('a broken, a missing and an unfinished file is named', async () => {
  await sell(1);
  await admin('archive', '--to', files);
  const name = (await readdir(files)).find((each) => each.endsWith('.gz')) ?? '';
  await appendFile(join(files, name), 'x');
  const check = async () => await admin('archive', 'check', files);
  assert.match((await check()).stdout, new RegExp(`${name} does not match its checksum`));
  await rm(join(files, name));
  assert.match((await check()).stdout, new RegExp(`${name} is missing`));
  await rm(join(files, `${name}.sha256`));
  await writeFile(join(files, name), 'x');
  const { code, stdout } = await check();
  assert.equal(code, 1);
  assert.match(stdout, new RegExp(`${name} has no checksum`));
});

test('a run that is killed anywhere loses no order and counts none twice', async () => {
  const ids = await sell(2000);
  const names = async () => (await readdir(files)).join(' ');
  const archived = async () => (await readArchive(ledger, 0)).orders.get('confirmed') ?? 0;
  /** What a run has reached when it is killed. */
  const moments: ((before: number, earlier: string) => Promise<boolean>)[] = [
    async () => (await names()).includes('.ndjson.gz.partial'),
    async (_, earlier) => /\.gz(?!\.)/.test((await names()).replace(earlier, '')),
    async (_, earlier) => (await names()).length > earlier.length + 100,
    async (before) => (await archived()) > before,
    async (before) => (await archived()) > before + 100,
    async (before) => (await archived()) > before + 300,
  ];
  for (const isReached of moments) {
    const [before, earlier] = [await archived(), await names()];
    const { child, ended } = start('archive', '--to', files);
    while (child.exitCode === null && !(await isReached(before, earlier))) await delay(1);
    child.kill('SIGKILL');
    await ended;
    const left = await inRedis(ids);
    const stored = await inFiles();
    for (const id of ids) assert.ok(left.has(id) || stored.has(id), 'it is lost');
    assert.equal(left.size + (await archived()), ids.length);
  }
  assert.equal((await admin('archive', '--to', files)).code, 0);
  assert.equal(await archived(), ids.length);
  const check = await checkArchive(files);
  assert.deepEqual(check.problems, []);
  assert.equal((await admin('audit')).code, 0);
});

test('orders stay for a reader of the log that is behind, and the command says which', async () => {
  const [id = ''] = await sell(1);
  await registerReader(ledger, 'mirror');
  await server.command('XADD', '{s0}:order-log', '*', 'v', '1', 'changes', `${id}:pc:sale`);
  const { code, stdout } = await admin('archive', '--to', files);
  assert.equal(code, 1);
  assert.match(stdout, /reader mirror is behind in shard 0: .*log remove mirror/);
  assert.deepEqual(await readdir(files), []);
  await moveReader(ledger, 0, { reader: 'mirror', position: await readLogEnd(ledger, 0) });
  assert.equal((await admin('archive', '--to', files)).code, 0);
});

test('archive needs to be told where to, and not to take out what was to be recorded', async () => {
  const refused = async (...args: string[]) => {
    const { code, stderr } = await admin('archive', ...args);
    assert.equal(code, 2);
    return stderr;
  };
  for (const args of [[], ['--recorded']]) {
    assert.equal(await refused(...args), 'archive needs --to and a folder\n');
  }
  const ids = await sell(1);
  await registerReader(ledger, 'recorder');
  assert.match(await refused('--to', files), /^orders are recorded here: add --recorded/);
  assert.match(await refused('--to', files, '--recorded'), /^DATABASE_URL is missing/);
  assert.equal((await inRedis(ids)).size, 1);
});

test('where Node may not write files, as in our images, it says so before anything leaves', async () => {
  const ids = await sell(1);
  const permissions = ['--permission', '--allow-net', '--allow-fs-read=*'];
  const { code, stderr } = await startNode([...permissions, MAIN, 'archive', '--to', files]).ended;
  assert.equal(code, 1);
  assert.match(stderr, /^this process may not write files; in a container.*$/m);
  assert.doesNotMatch(stderr, /bug in Onsale/);
  assert.equal((await inRedis(ids)).size, 1);
});

test('a folder that cannot be written or read is named, and nothing leaves Redis', async () => {
  const ids = await sell(1);
  const file = join(files, 'a-file');
  await writeFile(file, '');
  const { code, stderr } = await admin('archive', '--to', join(file, 'in-it'));
  assert.equal(code, 1);
  assert.match(stderr, /^cannot use the file or folder: .*a-file/);
  assert.equal((await inRedis(ids)).size, 1);
  const check = await admin('archive', 'check', join(files, 'nowhere'));
  assert.deepEqual([check.code, /^cannot use .*nowhere/.test(check.stderr)], [1, true]);
});

test('a log entry of a newer version is named', async () => {
  await registerReader(ledger, 'recorder');
  await server.command('XADD', '{s0}:order-log', '*', 'v', '9', 'changes', 'x');
  const { code, stderr } = await admin('log', 'show');
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^entry \d+-0 of the order log was written by a newer version, or by hand$/m,
  );
});

test('log readers, show and remove tell of the order log', async () => {
  assert.match((await admin('log', 'readers')).stdout, /^Nobody reads the order log/);
  await registerReader(ledger, 'recorder');
  const [id = ''] = await sell(1);
  const cause = 'pay_1:2';
  const entry = ['*', 'v', '1', 'changes', `${id}:hc:${cause}`];
  const entryId = String(await server.command('XADD', '{s0}:order-log', ...entry));
  const shown = (await admin('log', 'show')).stdout;
  assert.match(
    shown,
    new RegExp(`${entryId}  ${orderHandle(id)}  held -> confirmed  ${cause}$`, 'm'),
  );
  assert.ok(!shown.includes(id), 'what opens an order is told');
  assert.ok((await admin('log', 'show', '--json')).stdout.includes(`"orderId":"${id}"`));
  assert.equal((await admin('log', 'show', '--after', entryId)).stdout, '');
  assert.equal((await admin('log', 'show', '--after', 'x')).code, 2);
  assert.match((await admin('log', 'readers')).stdout, /^0 +recorder +0-0 +[12] /m);
  assert.match((await admin('log', 'remove', 'recorder')).stdout, /no longer reads/);
  assert.equal((await admin('log', 'remove', 'recorder')).code, 1);
});

test('log show follows the log until it is interrupted', async () => {
  await registerReader(ledger, 'recorder');
  const { child, ended } = start('log', 'show', '--follow', '--json');
  const id = newOrderId(0, LONG_AGO);
  const line = once(child.stdout, 'data');
  await server.command('XADD', '{s0}:order-log', '*', 'v', '1', 'changes', `${id}:hx:time`);
  assert.match(String((await line)[0]), new RegExp(id));
  child.kill('SIGINT');
  assert.equal((await ended).code, 130);
});
