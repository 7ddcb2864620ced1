import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { migrateRecords, openRecords, type Records, schemaState } from '@onsale/records';
import { startPostgres, type TestPostgres } from '@onsale/testing';

let server: TestPostgres;
let databases: Records[];

before(async () => {
  server = await startPostgres();
  databases = ['one', 'two', 'three'].map((name) =>
    openRecords({ url: server.url, name, onError: () => undefined }),
  );
});

after(async () => {
  for (const db of databases) await db.destroy();
  await server.stop();
});

test('of several processes that migrate at once, one does and all have it', async () => {
  const applied = await Promise.all(databases.map((db) => migrateRecords(db)));
  assert.deepEqual(applied.flat(), ['0001-records']);
  for (const db of databases) {
    assert.deepEqual(await schemaState(db), { pending: [], newer: [], hasJobs: true });
  }
});
