import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionOf, eventually, freePorts, startRedis } from '@onsale/testing';
import { findScripts, installFunctions, missingFunctions } from '../src/index.ts';

const scripts = findScripts(new URL('../../../', import.meta.url));

test('a replica has the functions when it becomes the master', async (t) => {
  const [port] = (await freePorts(1)).map(String);
  const delay = ['--repl-diskless-sync-delay', '0'];
  const master = await startRedis({ args: ['--port', port ?? '', ...delay], shards: 0 });
  t.after(() => master.stop());
  const replica = await startRedis({ args: ['--replicaof', `127.0.0.1 ${port}`], shards: 0 });
  t.after(() => replica.stop());
  await eventually(
    async () => String(await replica.command('INFO', 'replication')),
    (info) => info.includes('master_link_status:up'),
  );
  assert.equal(await installFunctions(connectionOf(master), scripts), scripts.length);
  await eventually(
    () => missingFunctions(connectionOf(replica), scripts),
    (missing) => missing.length === 0,
  );
  await replica.command('REPLICAOF', 'NO', 'ONE');
  assert.deepEqual(await missingFunctions(connectionOf(replica), scripts), []);
});

test('two concurrent installs are as good as one', async (t) => {
  const redis = await startRedis({ shards: 0 });
  t.after(() => redis.stop());
  const installs = [1, 2, 3].map(() => installFunctions(connectionOf(redis), scripts));
  await Promise.all(installs);
  assert.deepEqual(await missingFunctions(connectionOf(redis), scripts), []);
});
