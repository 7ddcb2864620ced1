import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { migrateRecords, openRecords, readShards } from '@onsale/records';
import { buy, eventually, type RunningService, startPostgres, startSystem } from '@onsale/testing';

const [postgres, system] = await Promise.all([startPostgres(), startSystem({ capacity: 10_000 })]);
const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
await migrateRecords(db);
after(async () => {
  await db.destroy();
  await system.stop();
  await postgres.stop();
});

const startRecorder = async () =>
  await system.startService('recorder', { DATABASE_URL: postgres.url });
const gateway = await system.startGateway();
await system.startWorker();
let recorder: RunningService = await startRecorder();

const confirmed = async () => {
  const { count } = await db
    .selectFrom('records.orders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('status', '=', 'confirmed')
    .executeTakeFirstOrThrow();
  return count;
};

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${recorder.address}/metrics`)).text();
  const found = new RegExp(`^${name}\\{?[^\\n]* ([\\d.]+)$`, 'm').exec(text);
  return Number(found?.[1]);
}

test('what is sold is recorded', async () => {
  // What is sold while the orders that were there are recorded is read with them, and in its log again.
  await eventually(
    async () => await readShards(db),
    (shards) => shards.length > 0 && shards.every(({ state }) => state === 'recording'),
  );
  for (let i = 0; i < 5; i++) assert.equal((await buy(gateway.address, `one-${i}`)).status, 201);
  await eventually(confirmed, (count) => count === 5);
  // It is counted a moment after it can be seen.
  await eventually(
    async () => await metric('onsale_recorder_orders_total'),
    (value) => value === 5,
  );
  await eventually(
    async () => await metric('onsale_recorder_behind_entries'),
    (behind) => behind === 0,
  );
});

test('while PostgreSQL is away the sale goes on, and the recorder then catches up', async () => {
  await postgres.kill('SIGKILL');
  for (let i = 0; i < 5; i++) assert.equal((await buy(gateway.address, `two-${i}`)).status, 201);
  await recorder.logged(({ msg }) => msg === 'PostgreSQL cannot be reached');
  // It is counted a moment after it can be seen.
  await eventually(
    async () => await metric('onsale_recorder_database_connected'),
    (value) => value === 0,
  );
  await eventually(
    async () => await metric('onsale_recorder_behind_entries'),
    (behind) => behind > 0,
  );
  const readiness = await (await fetch(`${recorder.address}/readyz`)).json();
  assert.deepEqual(readiness, { status: 'ready', warnings: ['PostgreSQL cannot be reached'] });
  await postgres.restart();
  await eventually(confirmed, (count) => count === 10);
  // It is counted a moment after it can be seen.
  await eventually(
    async () => await metric('onsale_recorder_database_connected'),
    (value) => value === 1,
  );
});

test('a recorder that is killed is followed by another, which goes on where it was', async () => {
  const other = await startRecorder();
  recorder.signal('SIGKILL');
  for (let i = 0; i < 5; i++) assert.equal((await buy(gateway.address, `three-${i}`)).status, 201);
  await eventually(confirmed, (count) => count === 15);
  const [row] = await readShards(db);
  assert.equal(row?.state, 'recording');
  recorder = other;
});

test('it stops within its time', async () => {
  await recorder.stop();
  assert.equal(await recorder.exited, 0);
});
