import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openRecords, schemaState } from '@onsale/records';
import { eventually, startPostgres, type TestPostgres } from '@onsale/testing';
import { sql } from 'kysely';
import { installLocalRecords } from '../src/install-records.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

test('the records are installed although connections are lost meanwhile', async () => {
  const db = openRecords({ url: server.url, name: 'test', onError: () => undefined });
  const signal = AbortSignal.timeout(60_000);
  const others = sql<{ pid: number }>`
    select pid from pg_stat_activity where application_name = 'onsale-install' and wait_event_type = 'Lock'`;
  let installing: Promise<void> | undefined;
  await db.transaction().execute(async (tx) => {
    // Nothing may create a schema meanwhile: the installation stands in the middle of its work.
    await sql`lock table pg_namespace in share mode`.execute(tx);
    installing = installLocalRecords(server.url, { passwords: {}, signal });
    installing.catch(() => undefined);
    const [stopped] = await eventually(
      async () => (await others.execute(db)).rows,
      ({ length }) => length > 0,
    );
    await sql`select pg_terminate_backend(${stopped?.pid})`.execute(db);
  });
  await installing;
  assert.deepEqual((await schemaState(db)).pending, []);
  await db.destroy();
});
