import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startService } from '@onsale/testing';
import { startTestService } from './harness.ts';

const REDIS_NOWHERE = { REDIS_URL: 'unix:///nowhere/redis.sock' };

void test('with a token set, responds 401 to every key request without it', async () => {
  const service = await startTestService({ API_TOKEN: 'correct-horse' });
  try {
    const ask = (authorization?: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE' = 'GET') =>
      service.app.inject({
        method,
        url: '/v1/redis/a',
        headers: authorization === undefined ? {} : { authorization },
      });
    const wrong = [
      '',
      'correct-horse',
      'Bearer',
      'Bearer ',
      'Basic correct-horse',
      'Bearer correct',
    ];
    for (const authorization of [undefined, ...wrong, 'Bearer correct-horse2', 'Bearer a b']) {
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const answer = await ask(authorization, method);
        assert.equal(answer.statusCode, 401, String(authorization));
        assert.equal(answer.json<{ code: string }>().code, 'UNAUTHORIZED');
        assert.equal(answer.headers['www-authenticate'], 'Bearer');
        assert.ok(!answer.body.includes('correct-horse'));
      }
    }
    for (const url of ['/v1/redis', '/redis', '/redis?limit=0', '/v1/redis/']) {
      assert.equal((await service.app.inject({ url })).statusCode, 401);
    }
    assert.equal((await ask('Bearer correct-horse')).statusCode, 404);
    assert.equal((await ask('bearer   correct-horse')).statusCode, 404);
    // The token protects keys, not probes.
    const probe = await service.app.inject({ url: '/livez' });
    assert.equal(probe.statusCode, 200);
  } finally {
    await service.stop();
  }
});

void test('refuses to start without a token unless HOST is loopback', async () => {
  for (const HOST of ['0.0.0.0', '::', '10.1.2.3']) {
    const process = startService('database-api', { ...REDIS_NOWHERE, HOST });
    const line = await process.logged(({ level }) => level === 'fatal');
    assert.match(line.msg, /API_TOKEN/);
    assert.equal(await process.exited, 1);
    assert.ok(!process.log.some(({ msg }) => msg === 'listening'));
  }
});

void test('warns at startup that it is open, unless a token comes from a file', async () => {
  const open = startService('database-api', REDIS_NOWHERE);
  await open.logged(({ level, msg }) => level === 'warn' && /no API_TOKEN is set/.test(msg));
  await open.stop();

  const folder = await mkdtemp(join(tmpdir(), 'onsale-token-'));
  const file = join(folder, 'token');
  await writeFile(file, 'from-a-file\n');
  const closed = startService('database-api', {
    ...REDIS_NOWHERE,
    HOST: '0.0.0.0',
    API_TOKEN_FILE: file,
  });
  try {
    const url = (await closed.url()).replace('0.0.0.0', '127.0.0.1');
    const status = async (token: string) =>
      (await fetch(`${url}/v1/redis/a`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await status('wrong'), 401);
    // Past the token check, but Redis is not available.
    assert.equal(await status('from-a-file'), 503);
    assert.ok(!closed.log.some(({ msg }) => /no API_TOKEN/.test(msg)));
    assert.ok(!JSON.stringify(closed.log).includes('from-a-file'));
  } finally {
    await closed.stop();
    await rm(folder, { recursive: true });
  }
});
