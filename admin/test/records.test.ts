import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openRecords } from '@onsale/records';
import { startPostgres, startRedis } from '@onsale/testing';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** One line for each migration, the first one first. */
const ALL_APPLIED =
  /^Applied the migration 0001-records\.\n(Applied the migration \d{4}-[a-z]+\.\n)+$/;
const server = await startPostgres();
after(() => server.stop());

/** Runs `records …` to its end. */
async function records(args: readonly string[], environment: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: server.url, ...environment };
  const child = spawn(process.execPath, [MAIN, 'records', ...args], { env });
  const texts = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number];
  const [stdout, stderr] = await texts;
  return { code, stdout, stderr };
}

/** The address of the database for somebody else. */
function loginAs(role: string, password: string): string {
  const url = new URL(server.url.replace('@/', '@base/'));
  Object.assign(url, { username: role, password });
  return url.href.replace('@base/', '@/');
}

test('records install says when it may not make roles, and makes the schema', async () => {
  await server.query(`create role tenant login password 'four'`);
  await server.query('create database tenant owner tenant');
  const DATABASE_URL = loginAs('tenant', 'four').replace('@/onsale', '@/tenant');
  const installed = await records(['install'], { DATABASE_URL, OFFICE_DATABASE_PASSWORD: 'two' });
  assert.equal(installed.code, 0);
  assert.match(installed.stderr, /^The user of DATABASE_URL may not make the role onsale_office /);
  assert.match(installed.stdout, ALL_APPLIED);
});

test('records install makes the schema, and says so', async () => {
  const first = await records(['install']);
  assert.deepEqual([first.code, first.stderr], [0, '']);
  assert.match(first.stdout, ALL_APPLIED);
  const again = await records(['install']);
  assert.equal(again.stdout, 'The schema of the records is up to date.\n');
});

test('records install makes the roles, which may do what they must and no more', async (t) => {
  const passwords = { RECORDER_DATABASE_PASSWORD: 'one', OFFICE_DATABASE_PASSWORD: 'two' };
  const installed = await records(['install'], passwords);
  assert.match(
    installed.stdout,
    /^Created the role onsale_recorder\.\nCreated the role onsale_off/,
  );
  const changed = await records(['install'], { ...passwords, RECORDER_DATABASE_PASSWORD: 'three' });
  assert.match(changed.stdout, /^The role onsale_recorder has the password that is set\.\n/);

  const open = (role: string, password: string) => {
    const db = openRecords({
      url: loginAs(role, password),
      name: 'test',
      onError: () => undefined,
    });
    t.after(() => db.destroy());
    return db;
  };
  const recorder = open('onsale_recorder', 'three');
  const person = { address: 'a', name: 'A', email: 'a' };
  await recorder.insertInto('records.people').values(person).execute();
  const office = open('onsale_office', 'two');
  const people = await office.selectFrom('records.people').select('address').execute();
  assert.deepEqual(people, [{ address: 'a' }]);

  const refused = { code: '42501' };
  await assert.rejects(office.insertInto('records.people').values(person).execute(), refused);
  await assert.rejects(office.deleteFrom('records.people').execute(), refused);
  await assert.rejects(recorder.deleteFrom('records.changes').execute(), refused);
  await assert.rejects(recorder.schema.dropTable('records.changes').execute(), refused);
  const old = open('onsale_recorder', 'one');
  await assert.rejects(old.selectFrom('records.people').selectAll().execute(), { code: '28P01' });
});

test('records status says what is missing for a shard to be recorded', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const status = () => records(['status', '--json'], { REDIS_URL: redis.url });
  const behind = await status();
  assert.equal(behind.code, 1);
  assert.deepEqual(
    [JSON.parse(behind.stdout).problems, JSON.parse(behind.stdout).shards],
    [['No recorder has begun with shard 0.'], [{ shard: '0', state: 'unknown', isMore: false }]],
  );
  await server.query(`insert into records.shards
    (shard, data_id, position, counted_to, since_ms, changes_since_ms, state)
    values (0, 'one', '1-0', '1-0', 1, 1, 'set_back')`);
  const { problems, roles } = JSON.parse((await status()).stdout);
  assert.match(problems[0], /^Redis was set back, and shard 0 is not recorded/);
  assert.deepEqual(roles, ['onsale_office', 'onsale_recorder']);
  await server.query(`update records.shards set state = 'recording'`);
  assert.equal((await status()).code, 0);
  await server.query('delete from records.migrations');
  const [lacking] = JSON.parse((await status()).stdout).problems;
  assert.match(lacking, /^The schema lacks 0001-records, .*; run records install\.$/);
});

test('a command without a database says what is missing', async () => {
  const missing = await records(['install'], { DATABASE_URL: '' });
  assert.deepEqual(
    [missing.code, missing.stderr],
    [2, 'DATABASE_URL is missing; it must be the address of the records\n'],
  );
  const away = await records(['install'], {
    DATABASE_URL: 'postgres://onsale@/onsale?host=/nowhere',
    CONNECT_TIMEOUT_MS: '300',
  });
  assert.equal(away.code, 1);
  assert.match(
    away.stderr,
    /^cannot use the database: connect ENOENT .*; is DATABASE_URL right\?\n$/,
  );
  const wrong = await records(['install'], { DATABASE_URL: loginAs('onsale', 'wrong') });
  assert.match(wrong.stderr, /^cannot use the database: password authentication failed/);
});
