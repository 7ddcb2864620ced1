import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CrowdStats } from '@onsale/contracts';
import { eventually, startRedis, startService, type TestRedis } from '@onsale/testing';
import { startGenerator } from '../start-generator.ts';

const CATALOG = `events:
  - id: rehearsal-line
    name: A line for practice
    venue: Nowhere
    startsAt: 2087-01-01T00:00:00Z
    rehearsal: true
    currency: EUR
    waitingRoom: { opens: always }
    tickets: [{ id: line-seat, name: Seat, type: adult, price: 20, capacity: 25 }]
  - id: real-line
    name: A line for tickets
    venue: Old Hall
    startsAt: 2087-01-01T00:00:00Z
    currency: EUR
    waitingRoom: { opens: always }
    tickets: [{ id: real-seat, name: Seat, type: adult, price: 20, capacity: 25 }]
  - id: rehearsal
    name: Without a line
    venue: Nowhere
    startsAt: 2087-01-01T00:00:00Z
    rehearsal: true
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 25 }]
`;

const COMMAND = fileURLToPath(new URL('../../src/command-line.ts', import.meta.url));

let target: { TARGET_API: string; TARGET_LINE_API: string };
let redis: TestRedis;
let generator: ReturnType<typeof startGenerator>;
const closing: (() => Promise<unknown>)[] = [];

before(async () => {
  redis = await startRedis();
  const folder = await mkdtemp(join(tmpdir(), 'onsale-crowd-'));
  await writeFile(join(folder, 'catalog.yaml'), CATALOG);
  const environment = {
    REDIS_URL: redis.url,
    CATALOG_FILE: join(folder, 'catalog.yaml'),
    ADMISSION_KEYS: randomBytes(24).toString('base64url'),
  };
  const [gateway, worker, room] = ['gateway', 'order-worker', 'waiting-room'].map((name) =>
    startService(name, environment),
  );
  if (gateway === undefined || worker === undefined || room === undefined) return;
  closing.push(
    async () => await Promise.all([gateway.stop(), worker.stop(), room.stop()]),
    async () => await redis.stop(),
    async () => await rm(folder, { recursive: true }),
  );
  const [shop, line] = await Promise.all([gateway.ready(), room.ready(), worker.ready()]);
  // It reads its events by itself, and may have begun before the gateway had put them on sale.
  for (const event of ['rehearsal-line', 'real-line']) {
    await eventually(
      async () => (await fetch(`${line}/v1/lines/${event}`)).status,
      (status) => status === 200,
    );
  }
  target = { TARGET_API: `${shop}/v1`, TARGET_LINE_API: `${line}/v1` };
  generator = startGenerator(target.TARGET_API, target);
  closing.unshift(generator.close);
});
after(async () => {
  for (const close of closing) await close();
});

async function command(...args: string[]) {
  const env = { PATH: process.env['PATH'], ...target };
  const child = spawn(process.execPath, [COMMAND, ...args], { env });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

const crowd = async () => (await generator.call('GET', '/crowd')).body as CrowdStats;
const until = async (isDone: (stats: CrowdStats) => boolean) => await eventually(crowd, isDone);

it('a crowd waits, buys all there is, is told, and its cheats get nothing', async () => {
  const shares = { refreshing: 0.1, leaving: 0.1, twoTabs: 0.1, copying: 0.1, bots: 0.1 };
  const asked = { people: 120, withinS: 2, seed: 7, shares };
  assert.equal((await generator.call('POST', '/crowd/start', asked)).status, 201);
  const refused = await generator.call('POST', '/start', { rps: 1 });
  assert.equal(refused.body.code, 'RUN_ACTIVE');
  assert.equal((await generator.call('POST', '/crowd/start', asked)).body.code, 'RUN_ACTIVE');

  const stats = await until(({ state }) => state === 'finished');
  const { people, orders, cheats, line } = stats;
  assert.equal(orders.confirmed, 25);
  assert.equal(people.served, 25);
  assert.deepEqual([people.arrived, people.waiting, people.turns], [120, 0, people.turns]);
  assert.equal(people.served + people.told + people.left + people.turns, people.joined);
  assert.ok(people.left > 0 && people.told > 0);
  assert.ok(cheats.people > 0 && cheats.refused > 0);
  assert.deepEqual([cheats.sold, stats.soldTwice, stats.unanswered], [0, 0, 0]);
  assert.equal(line?.status, 'sold_out');
  const byKind = new Map(stats.requests.map((each) => [each.what, each]));
  assert.ok((byKind.get('line')?.latency.p99 ?? 0) > 0);
  assert.ok((byKind.get('order')?.refused ?? 0) >= cheats.refused);
  assert.ok(
    stats.toTurn.count >= 25 && stats.toSettled.count === orders.taken && stats.lag.count > 0,
  );
  assert.equal(stats.seconds.at(-1)?.served, 25);
  assert.deepEqual(
    stats.checks.filter(({ check, passed }) => check !== 'lagP99Ms' && !passed),
    [],
  );
});

it('a crowd is sent home', async () => {
  const asked = { people: 50, withinS: 600, shares: { bots: 0 } };
  assert.equal((await generator.call('POST', '/crowd/start', asked)).status, 201);
  const stopped = await generator.call('POST', '/crowd/stop');
  assert.equal(stopped.body.state, 'finished');
  assert.ok(stopped.body.people.arrived < 50);
  assert.equal((await generator.call('POST', '/crowd/stop')).body.code, 'NO_ACTIVE_RUN');
});

for (const [event, problem] of [
  ['real-line', 'is not a rehearsal'],
  ['rehearsal', 'has no waiting room'],
  ['nothing', 'is not at the target'],
] as const) {
  it(`no crowd comes to an event that ${problem}`, async () => {
    const { status, body } = await generator.call('POST', '/crowd/start', { event, people: 5 });
    assert.equal(status, 400);
    assert.ok(body.details[0].message.startsWith(problem), JSON.stringify(body));
  });
}

it('shares of more than everybody are refused', async () => {
  const shares = { bots: 0.6, leaving: 0.6 };
  const { status } = await generator.call('POST', '/crowd/start', { shares });
  assert.equal(status, 400);
});

it('a crowd is sent from the command line, which says what is wrong with it', async () => {
  const out = join(tmpdir(), `onsale-crowd-${process.pid}`);
  after(async () => await rm(`${out}.json`, { force: true }));
  const done = await command('--crowd', '20', '--within', '1s', '--bots', '0.2', '--out', out);
  assert.match(done.out, /^crowd +20 to rehearsal-line, seed \d+$/m, done.err);
  assert.match(done.out, /^soldToCheats +0 of at most 0: holds$/m);
  const stats = JSON.parse(await readFile(`${out}.json`, 'utf8')) as CrowdStats;
  assert.deepEqual([stats.people.arrived, stats.people.waiting], [20, 0]);

  for (const wrong of [
    ['--crowd', 'many'],
    ['--crowd', '5', '--rps', '3'],
    ['--crowd', '0'],
  ]) {
    const { code } = await command(...wrong);
    assert.equal(code, 2, wrong.join(' '));
  }
});
