import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  applyCatalog,
  bucketIndexKey,
  type Ledger,
  nameHolder,
  openLedger,
  orderAddress,
  orderHandle,
  readStoredOrder,
  refundTickets,
  toOrder,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { markArchived, migrateRecords, openRecords, readRecordedOrder } from '@onsale/records';
import {
  eventually,
  installOn,
  startPostgres,
  startRedisCluster,
  startSystem,
} from '@onsale/testing';
import { writeArchiveFile } from '../src/archive-files/write-archive-file.ts';
import { orderJson } from '../src/order-json.ts';

// Everything that has orders, with a person in each corner of it; afterwards all of it is searched.

const EMAIL = 'wilhelmina.pfefferkorn@private.example';
const TRACE = /wilhelmina|pfefferkorn|private\.example|hyacinth|peanuts/i;
const OTHER = { name: 'Somebody Else', email: 'else@example.org' };

const CATALOG = `events:
  - id: run
    name: Run
    venue: Park
    startsAt: 2087-06-18T16:00:00Z
    currency: EUR
    questions:
      - { id: diet, text: What must you not eat?, type: text, required: false }
    tickets:
      - { id: run-adult, name: Adult, type: adult, price: 10, capacity: 9 }
      - { id: run-later, name: Later, type: adult, price: 10, capacity: 9 }
`;

const folder = await mkdtemp(join(tmpdir(), 'onsale-person-'));
after(() => rm(folder, { recursive: true }));

/** Runs the command to its end; returns its exit code and all that it wrote. */
async function admin(environment: Record<string, string>, ...args: string[]) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const env = { PATH: process.env['PATH'], CONNECT_TIMEOUT_MS: '10000', ...environment };
  const child = spawn(process.execPath, [main, ...args], { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

/** The files below a folder that have a text. */
async function filesWith(root: string, trace: RegExp): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name));
    const text = entry.name.endsWith('.gz') ? gunzipSync(content) : content;
    if (trace.test(text.toString('utf8'))) found.push(entry.name);
  }
  return found;
}

const dataOf = (server: { url: string }) => dirname(server.url.slice('unix://'.length));

test('after a person was anonymized, nothing that this shop has says who it was', async (t) => {
  const [postgres, system] = await Promise.all([
    startPostgres(),
    startSystem({
      capacity: 20,
      // What is compressed can't be searched; each command is a slow one.
      redisArgs: ['--rdbcompression', 'no', '--slowlog-log-slower-than', '0'],
      environment: { LOG_LEVEL: 'trace', LOG_ORDERS: 'all' },
    }),
  ]);
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  t.after(async () => {
    await db.destroy();
    await system.stop();
    await postgres.stop();
  });
  await migrateRecords(db);
  const ledger: Ledger = await openLedger(system.connection, 1);
  await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));
  const gateway = await system.startGateway();
  await system.startWorker();
  await system.startService('recorder', { DATABASE_URL: postgres.url });
  const environment = { REDIS_URL: system.redis.url, DATABASE_URL: postgres.url };

  const buy = async (customer: { name: string; email: string }, answer = 'peanuts') => {
    const response = await fetch(`${gateway.address}/v1/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: JSON.stringify({
        customer,
        items: [{ ticketId: 'run-adult', qty: 2 }],
        paymentMethod: 'credit_card',
        answers: [{ questionId: 'diet', answer }],
      }),
    });
    assert.equal(response.status, 201, await response.clone().text());
    return ((await response.json()) as { orderId: string }).orderId;
  };
  const HER = { name: 'Wilhelmina Pfefferkorn', email: EMAIL };
  const [here, archived] = [await buy(HER), await buy({ ...HER, email: EMAIL.toUpperCase() })];
  const others = await buy(OTHER, 'nothing');
  await system.auditWhenSettled();
  for (const id of [here, archived]) {
    await nameHolder(ledger, id, { ticket: [0, 2], name: 'Hyacinth', cause: 'buyer' });
    const refund = { id: 'for-wilhelmina', amountMinor: 5, tickets: [[0, 1] as const] };
    assert.equal(await refundTickets(ledger, id, refund), 'done');
  }
  await eventually(
    async () => (await readRecordedOrder(db, archived))?.record ?? '',
    (record) => record.includes('for-wilhelmina'),
  );

  // She has been let in, and somebody has noted why.
  await postgres.query(`
    insert into office.scans (event_id, via, at, ticket, order_id, line, seat, place, ticket_id, day, answer,
      member_name, let_in, admitted, why, result)
    values ('run', 'console', now(), 'TAG', '${here}', 0, 2, 2, 'run-adult', '2087-06-18', 'welcome',
      'Ada Lovelace', true, true, 'Wilhelmina has lost her phone', '{}')`);
  await postgres.query(`
    insert into office.check_ins (order_id, line, seat, key, event_id, place, ticket_id, day, at, device_name, scan_id)
    select order_id, line, seat, '', event_id, place, ticket_id, day, at, member_name, scan_id from office.scans`);

  // The activity log has it as well, whoever it was.
  for (const action of ['checkInTicket', 'undoCheckIn']) {
    await postgres.query(
      `insert into office.activity (actor_id, request_id, actor_name, action, event_id, subject, outcome, after)
       values ('key', 'request', 'API key of the door', $1, 'run', $2, 'done', $3)`,
      [action, `order:${here}`, JSON.stringify({ ticket: 'TAG', why: 'Wilhelmina has no phone' })],
    );
  }

  // One of her orders has left Redis, for a file and the records.
  const archive = join(await mkdtemp(join(folder, 'archive-')));
  const lines: string[] = [];
  for (const id of [archived, others]) {
    const { record = '' } = (await readStoredOrder(ledger, { shard: 0, orderId: id })) ?? {};
    lines.push(JSON.stringify({ ...orderJson(toOrder(ledger, id, record)), record }));
    if (id !== archived) continue;
    await markArchived(db, [{ orderId: id, record }]);
    await system.redis.command('HDEL', ...orderAddress(0, id));
  }
  await writeArchiveFile(archive, { shard: '0', lines });
  const backups = await mkdtemp(join(folder, 'backups-'));
  await writeFile(join(backups, 'redis.rdb'), '');
  await utimes(join(backups, 'redis.rdb'), new Date('2026-11-20'), new Date('2026-11-20'));

  await t.test('an export has all of it, and only its owner can read the file', async () => {
    const file = join(folder, 'her.json');
    const options = ['--archive', archive, '--to', file];
    const exported = await admin(environment, 'person', 'export', EMAIL, ...options);
    assert.equal(exported.code, 0);
    // Where it takes long, it says how far it is.
    assert.equal(
      exported.text.replaceAll(/^\d+ orders read\n/gm, ''),
      `2 orders written to ${file}\n`,
    );
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { orders } = JSON.parse(await readFile(file, 'utf8')) as {
      orders: {
        orderId: string;
        foundIn: string[];
        changes: { from: string; to: string; cause: string }[];
      }[];
    };
    assert.deepEqual(
      orders.map(({ orderId, foundIn }) => [orderId, foundIn]),
      [
        [here, ['Redis', 'PostgreSQL']],
        [archived, ['PostgreSQL', 'archive']],
      ],
    );
    assert.match(JSON.stringify(orders[0]), /"scans":\[\{.*"letIn":true.*Wilhelmina has lost/);
    assert.match(JSON.stringify(orders[1]), /Wilhelmina.*peanuts.*Hyacinth.*for-wilhelmina/);
    assert.deepEqual(orders[0]?.changes[0]?.to, 'confirmed');
    const again = await admin(environment, 'person', 'export', EMAIL, '--to', file);
    assert.equal(again.code, 1);
    await rm(file);
  });

  assert.notDeepEqual(await filesWith(dataOf(system.redis), TRACE), []);
  assert.notDeepEqual(await filesWith(archive, TRACE), []);
  const options = ['--archive', archive, '--backups', backups];
  const keeping = { ...environment, BACKUP_KEEP_DAYS: '30' };
  const done = await admin(keeping, 'person', 'anonymize', EMAIL, ...options);
  assert.equal(done.code, 0, done.text);
  assert.match(
    done.text,
    /^The person was removed from 1 order in Redis, 2 in PostgreSQL, 1 file of the archive\.$/m,
  );
  assert.match(done.text, /^ {2}the backup redis\.rdb of 2026-11-20, until 2026-12-20$/m);

  const rowsWith = async (trace: RegExp) => {
    const tables = await postgres.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const samples = `(select * from pg_stats where schemaname in ('records', 'jobs'))`;
    const texts: string[] = [];
    for (const name of [...tables.map((table) => table.name), samples]) {
      const rows = await postgres.query<{ text: string }>(`select t::text as text from ${name} t`);
      texts.push(...rows.map(({ text }) => text).filter((text) => trace.test(text)));
    }
    return texts;
  };
  const slow = JSON.stringify(await system.redis.command('SLOWLOG', 'GET', '-1'));
  assert.deepEqual(
    {
      redis: await filesWith(dataOf(system.redis), TRACE),
      archive: await filesWith(archive, TRACE),
      rows: await rowsWith(TRACE),
      slow: TRACE.test(slow),
      logs: system.processes.flatMap(({ log }) =>
        log.filter((line) => TRACE.test(JSON.stringify(line))),
      ),
      output: TRACE.test(done.text),
    },
    { redis: [], archive: [], rows: [], slow: false, logs: [], output: false },
  );
  // At the entrance the tickets are as they were: she is in, and phones hear that she has no name any more.
  assert.deepEqual(
    await postgres.query(`
      select s.admitted, s.order_id, c.undone_at from office.scans s join office.check_ins c using (scan_id)`),
    [{ admitted: true, order_id: here, undone_at: null }],
  );
  assert.deepEqual(
    await postgres.query(`select distinct actor_name, outcome, after from office.activity
      where action in ('checkInTicket', 'undoCheckIn')`),
    [{ actor_name: 'API key of the door', outcome: 'done', after: null }],
  );
  // It was looked for where it would be: the other buyer is still there.
  assert.notDeepEqual(await filesWith(dataOf(system.redis), /Somebody Else/), []);
  assert.notDeepEqual(await filesWith(archive, /Somebody Else/), []);
  assert.notDeepEqual(await rowsWith(/Somebody Else/), []);
  assert.ok(system.processes.every(({ log }) => log.length > 0));

  assert.deepEqual(await admin(environment, 'archive', 'check', archive), {
    code: 0,
    text: '2 orders in 1 file\nEvery file is as it was written.\n',
  });
  const { problems } = await system.auditWhenSettled();
  // The order that was taken out by hand is missing, and nothing else.
  assert.ok(
    problems.every((problem) => !/unreadable/.test(problem)),
    problems.join('\n'),
  );
  const again = await admin(environment, 'person', 'anonymize', EMAIL, ...options);
  assert.match(again.text, /removed from 0 orders in Redis, 0 in PostgreSQL, 0 files/);
  const without = await admin({ REDIS_URL: system.redis.url }, 'person', 'anonymize', EMAIL);
  assert.deepEqual(without, {
    code: 2,
    text: 'orders are recorded, so DATABASE_URL is needed as well\n',
  });
});

test('in a cluster, each master and each replica writes its files anew', async (t) => {
  const cluster = await startRedisCluster({ args: ['--rdbcompression', 'no'] });
  t.after(() => cluster.stop());
  await installOn(cluster.connection, 8);
  const put = async (shard: number, id: string, record: string) => {
    const [bucket] = orderAddress(shard, id);
    await cluster.command('HSET', bucket, id, record);
    await cluster.command('ZADD', bucketIndexKey(shard), '0', bucket);
  };
  const order = (state: string) =>
    JSON.stringify([
      ...[state, 'adult:1:1000:adult', 1000, 'EUR', 'show', 'Wilhelmina Pfefferkorn', EMAIL],
      'credit_card',
    ]);
  const ids = Array.from({ length: 8 }, (_, shard) => {
    return `01m842xp8x0${shard}gt07zqfyj26crn2k`;
  });
  for (const [shard, id] of ids.entries()) await put(shard, id, order('c1780833652281'));
  const held = '01m842xp8x00gt07zqfyj26crn3k';
  await put(0, held, order('h1780833652281/1780834552281'));
  const environment = { REDIS_URL: cluster.url };
  const first = await admin(environment, 'person', 'anonymize', EMAIL);
  assert.equal(first.code, 1);
  assert.match(first.text, /removed from 8 orders in Redis\.\n.*anew: 6\./);
  assert.ok(first.text.includes(`  ${orderHandle(held)}: it is held for a payment\n`), first.text);
  await put(0, held, order('c1780833652281'));
  assert.equal((await admin(environment, 'person', 'anonymize', EMAIL)).code, 0);
  for (const node of cluster.nodes) {
    assert.deepEqual(await filesWith(dataOf(node), TRACE), [], `port ${node.port}`);
  }
});
