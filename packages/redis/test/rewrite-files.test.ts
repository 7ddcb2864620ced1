import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { eventually, freePorts, startRedis, type TestRedis } from '@onsale/testing';
import { readReplicas, type RedisReply, rewriteFiles } from '../src/index.ts';

const nodeOf = (server: TestRedis) => ({
  command: (args: readonly string[]) => server.command(...args) as Promise<RedisReply>,
});

/** A server that does not compress, so that its files can be searched. */
async function start(...args: string[]): Promise<TestRedis> {
  const server = await startRedis({ args: ['--rdbcompression', 'no', ...args], shards: 0 });
  after(() => server.stop());
  return server;
}

/** The names of the files of a server that have a text. */
async function filesWith(server: TestRedis, text: string): Promise<string[]> {
  const folder = dirname(server.url.slice('unix://'.length));
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const content = await readFile(join(entry.parentPath, entry.name));
    if (content.includes(text)) found.push(entry.name);
  }
  return found;
}

test('what was overwritten is in no file of Redis any more, also if a rewrite was under way', async () => {
  const server = await start();
  await server.command('SET', 'order', 'Wilhelmina Pfefferkorn');
  await server.command('SET', 'other', 'somebody else');
  await server.command('BGREWRITEAOF');
  await server.command('SET', 'order', '(removed)');
  assert.deepEqual(await rewriteFiles(nodeOf(server)), { done: true });
  assert.deepEqual(await filesWith(server, 'Pfefferkorn'), []);
  assert.notDeepEqual(await filesWith(server, 'somebody else'), []);

  await server.command('SET', 'order', 'Wilhelmina Pfefferkorn');
  await server.command('SAVE');
  await server.command('DEL', 'order');
  assert.equal((await filesWith(server, 'Pfefferkorn')).length, 2);
  assert.deepEqual(await rewriteFiles(nodeOf(server)), { done: true });
  assert.deepEqual(await filesWith(server, 'Pfefferkorn'), []);
});

test('a replica keeps what it got first in a snapshot, which is replaced as well', async () => {
  const [masterPort = 0, replicaPort = 0] = await freePorts(2);
  const master = await start('--port', String(masterPort), '--repl-diskless-sync-delay', '0');
  await master.command('SET', 'order', 'Wilhelmina Pfefferkorn');
  const replica = await start('--port', String(replicaPort));
  await replica.command('REPLICAOF', '127.0.0.1', String(masterPort));
  await eventually(
    async () => String(await replica.command('INFO', 'replication')),
    (info) => info.includes('master_link_status:up'),
  );
  await master.command('SET', 'order', '(removed)');
  const told = await eventually(
    () => readReplicas(nodeOf(master)),
    ({ offset, replicas }) => replicas.length === 1 && (replicas[0]?.offset ?? 0) >= offset,
  );
  assert.equal(told.replicas[0]?.address, `127.0.0.1:${replicaPort}`);
  assert.notDeepEqual(await filesWith(replica, 'Pfefferkorn'), []);
  assert.deepEqual(await rewriteFiles(nodeOf(replica)), { done: true });
  assert.deepEqual(await filesWith(replica, 'Pfefferkorn'), []);
});

test('a server that may not write its files, or does not tell of them, is said to keep what it has', async () => {
  const server = await start();
  const refusing = {
    command: async (args: readonly string[]) => {
      if (args[0] === 'BGREWRITEAOF') throw new Error("NOPERM User x can't run 'bgrewriteaof'");
      return await nodeOf(server).command(args);
    },
  };
  assert.deepEqual(await rewriteFiles(refusing), {
    done: false,
    problem: "it refused to write its append-only file: NOPERM User x can't run 'bgrewriteaof'",
  });
  const silent = { command: async () => '' };
  assert.equal((await rewriteFiles(silent)).done, false);
});
