import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createLogger } from '@onsale/service';
import { freePorts, startRedis, type TestRedis } from '@onsale/testing';
import { connectRedis, type RedisConfig } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onsale-tls-'));
const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
let server: TestRedis;
let port: number;

before(async () => {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const files = ['-nodes', '-keyout', key, '-out', certificate, '-days', '2'];
  execFileSync('openssl', [...request, ...files, ...subject], { stdio: 'ignore' });
  [port = 0] = await freePorts(1);
  const tls = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
  server = await startRedis({
    args: [
      '--tls-port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--tls-ca-cert-file',
      certificate,
      ...tls,
    ],
  });
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const url = () => `rediss://localhost:${port}`;
const where = { REDIS_HOST: 'localhost', REDIS_PORT: 0 };

async function ping(config: RedisConfig): Promise<unknown> {
  const said: string[] = [];
  const failed = new AbortController();
  const note = (_fields: object, message: string) => {
    said.push(message);
    failed.abort();
  };
  const logger = { info: () => undefined, error: note };
  try {
    const redis = await connectRedis(config, { logger, name: 'test', signal: failed.signal });
    const answer = await redis.command('', ['PING']);
    await redis.close();
    return answer;
  } catch {
    return said.join();
  }
}

test('a certificate of a private CA is accepted, by URL and by host', async () => {
  const authority = { REDIS_TLS_CA_FILE: certificate };
  assert.equal(await ping({ ...where, REDIS_URL: url(), ...authority }), 'PONG');
  assert.equal(await ping({ ...where, REDIS_PORT: port, ...authority }), 'PONG');
});

test('a certificate of an unknown CA is refused', async () => {
  assert.match(String(await ping({ ...where, REDIS_URL: url() })), /self.signed certificate/);
});

test('an unreadable CA file is reported', async () => {
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { ...where, REDIS_TLS_CA_FILE: '/nowhere.pem' };
  await assert.rejects(
    connectRedis(config, { logger, name: 'test' }),
    /REDIS_TLS_CA_FILE .*nowhere/,
  );
});
