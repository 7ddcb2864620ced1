import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, test } from 'node:test';
import { isRecordsOutage, openRecords } from '@onsale/records';
import { eventually, startPostgres } from '@onsale/testing';
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

test('a server that has died without a word is given up', async (t) => {
  // Lets everybody in, and answers nothing more.
  const silent = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () =>
      socket.write(Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1')),
    );
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const url = `postgres://one@127.0.0.1:${(silent.address() as AddressInfo).port}/one`;
  const options = { url, name: 'test', silentAtMostMs: 100, onError: () => undefined };
  const db = openRecords(options);
  t.after(() => db.destroy());
  await assert.rejects(sql`select 1`.execute(db), isRecordsOutage);
  await assert.rejects(
    db.transaction().execute((tx) => sql`select 1`.execute(tx)),
    isRecordsOutage,
  );
});

test('a connection that nobody uses is closed, not lost', async (t) => {
  const errors: Error[] = [];
  const onError = (error: Error) => void errors.push(error);
  const db = openRecords({ url: server.url, name: 'idle', silentAtMostMs: 200, onError });
  t.after(() => db.destroy());
  await sql`select 1`.execute(db);
  await eventually(
    () => server.query(`select from pg_stat_activity where application_name = 'idle'`),
    (connections) => connections.length === 0,
  );
  assert.deepEqual(errors, []);
});
