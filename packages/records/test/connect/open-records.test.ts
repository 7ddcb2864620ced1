import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openRecords } from '@onsale/records';
import { startPostgres } from '@onsale/testing';
import { sql } from 'kysely';

const server = await startPostgres();
after(() => server.stop());

test('a connection that breaks in the middle of a transaction ends only that', async (t) => {
  const errors: string[] = [];
  const onError = ({ message }: Error) => void errors.push(message);
  const db = openRecords({ url: server.url, name: 'test', onError });
  t.after(() => db.destroy());
  const working = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    // Nobody waits for an answer of this connection at the moment.
    await server.query('select pg_terminate_backend($1, 10000)', [rows[0]?.pid]);
    await sql`select 1`.execute(tx);
  });
  await assert.rejects(working, /terminat|not queryable/);
  assert.ok(errors.length > 0);
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db);
  assert.deepEqual(rows, [{ one: 1 }]);
});
