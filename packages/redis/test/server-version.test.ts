import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionOf, startRedis } from '@onsale/testing';
import { checkVersion, RedisTooOldError } from '../src/index.ts';

// As the servers of a cluster answer that run these versions.
const checked = async (...infos: string[]) =>
  await checkVersion({ nodes: async () => infos.map((info) => ({ command: async () => info })) });
const redis = (version: string) =>
  `# Server\r\nredis_version:${version}\r\nredis_mode:standalone\r\n`;
const valkey = (version: string) =>
  `${redis('7.2.4')}server_name:valkey\r\nvalkey_version:${version}\r\n`;

test('a Redis without functions is too old, also on one node of several', async () => {
  for (const version of ['2.8.9', '6.2.23']) {
    await assert.rejects(checked(redis('7.2.16'), redis(version)), (error: Error) => {
      assert.ok(error instanceof RedisTooOldError);
      assert.equal(error.message, `Redis ${version} is too old: 7.0 or newer is required`);
      return true;
    });
  }
});

test('the first sound release of a line is named to those before it, and only to them', async () => {
  const holes: [string, string][] = [
    [redis('7.0.14'), 'Redis 7.0.14 has known security holes: use 7.0.15 or newer'],
    [redis('7.2.4'), 'Redis 7.2.4 has known security holes: use 7.2.16 or newer'],
    [redis('7.4.9'), 'Redis 7.4.9 has known security holes: use 7.4.11 or newer'],
    // A line that gets no fixes any more, and one that is not known.
    [redis('8.0.6'), 'Redis 8.0.6 has known security holes: use 8.2.9 or newer'],
    [redis('7.1.0'), 'Redis 7.1.0 has known security holes: use 7.2.16 or newer'],
    [redis('8.10.0'), 'Redis 8.10.0 has known security holes: use 8.10.1 or newer'],
    [valkey('7.2.13'), 'Valkey 7.2.13 has known security holes: use 7.2.14 or newer'],
    [valkey('9.1.0'), 'Valkey 9.1.0 has known security holes: use 9.1.1 or newer'],
  ];
  for (const [info, sentence] of holes) {
    const [found = '', ...more] = await checked(info, info);
    assert.ok(found.startsWith(`${sentence}, or a build that`), found);
    assert.deepEqual(more, []);
  }
  const sound = ['7.0.15', '7.2.16', '7.2.20', '7.4.11', '8.10.2', '8.12.0', '10.0.1'].map(redis);
  const others = ['7.2.14', '8.1.10', '9.1.2', '9.2.0'].map(valkey);
  assert.deepEqual(await checked(...sound, ...others), []);
});

test('a user who may not ask is a reason to warn', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  assert.deepEqual(await checkVersion(connectionOf(server)), []);
  await server.command('ACL', 'SETUSER', 'default', '-info');
  assert.deepEqual(await checkVersion(connectionOf(server)), ['Redis does not report its version']);
});
