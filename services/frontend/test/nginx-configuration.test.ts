import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNginx } from '@onsale/testing/site';

const script = fileURLToPath(new URL('../nginx/start.sh', import.meta.url));
const coresScript = fileURLToPath(new URL('../nginx/cores.sh', import.meta.url));

const WRONG = [
  ['PORT', '80800'],
  ['PORT', 'http'],
  ['HOST', 'everywhere'],
  ['GATEWAY_URL', 'https://gateway:5000'],
  ['GATEWAY_URL', 'http://gateway:5000/v1'],
  ['GATEWAY_URL', 'http://a;return 200'],
  ['GATEWAY_URL', 'http://a:5000,b:5000'],
  ['GENERATOR_URL', 'generator:9000'],
  ['AUDIT_URL', 'audit:5008'],
  ['LAB', 'maybe'],
  ['PAYMENT_METHODS', 'cash,"'],
  ['MAX_QTY_PER_ORDER', '0'],
  ['TRUSTED_PROXIES', 'ingress'],
  ['TRUSTED_PROXIES', '10.0.0.0/8;'],
  ['HOST', '0.0.0.0'],
  ['SHOP_HOSTS', 'shop.example:80'],
  ['SHOP_HOSTS', 'a b'],
  ['CORS_ORIGINS', 'shop.example'],
  ['CORS_ORIGINS', 'https://shop.example/'],
  ['PICTURE_ORIGINS', 'http://pictures.example'],
  ['PICTURE_ORIGINS', 'https://pictures.example; script-src *'],
  ['RATE_LIMIT_REQUESTS', '-1'],
  ['MAX_CLIENT_CONNECTIONS', 'few'],
  ['MAX_CLIENT_STREAMS', '65536'],
  ['HSTS_MAX_AGE', 'on'],
  ['PUBLIC_URL', 'tickets.example'],
  ['PUBLIC_URL', 'https://tickets.example/shop'],
  ['GATEWAY_TIMEOUT_MS', '99'],
  ['WORKER_PROCESSES', '0'],
  ['WORKER_CONNECTIONS', '63'],
  ['RUN_DIR', 'here'],
  ['WEB_ROOT', '/nowhere'],
] as const;

for (const [name, value] of WRONG) {
  test(`does not start with ${name}=${value}, and says what it must be`, () => {
    const started = spawnSync('env', [`${name}=${value}`, 'sh', script], { encoding: 'utf8' });
    assert.equal(started.status, 1);
    // An address that others reach is right, but not without a word on who is in front.
    const wrong = name === 'HOST' && value === '0.0.0.0' ? 'TRUSTED_PROXIES' : name;
    assert.match(started.stderr, new RegExp(`^${wrong} must be .*, not "`, 'm'));
  });
}

test('does not start with several gateways and a name server', () => {
  const environment = ['RESOLVER=10.0.0.1', 'GATEWAY_URL=http://a:5000,http://b:5000'];
  const started = spawnSync('env', [...environment, 'sh', script], { encoding: 'utf8' });
  assert.equal(started.status, 1);
  assert.match(started.stderr, /^GATEWAY_URL must be one address/m);
});

const cores = availableParallelism();
/** The files of a control group, and the cores that nginx then uses. */
const LIMITS: readonly (readonly [files: Record<string, string>, expected: number])[] = [
  [{}, cores],
  [{ 'cpu.max': 'max 100000' }, cores],
  [{ 'cpu.max': '100000 100000' }, 1],
  [{ 'cpu.max': '50000 100000' }, 1],
  [{ 'cpu.max': '150000 100000' }, Math.min(2, cores)],
  [{ 'cpu.max': '6400000 100000' }, Math.min(64, cores)],
  [{ 'cpu.max': 'nonsense' }, cores],
  [{ 'cpu/cpu.cfs_quota_us': '-1', 'cpu/cpu.cfs_period_us': '100000' }, cores],
  [{ 'cpu/cpu.cfs_quota_us': '70000', 'cpu/cpu.cfs_period_us': '100000' }, 1],
];
for (const [files, expected] of LIMITS) {
  test(`counts cores by the limit of its container: ${JSON.stringify(files)}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'onsale-cgroup-'));
    try {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), `${content}\n`);
      }
      const counted = spawnSync('sh', [coresScript, folder], { encoding: 'utf8' });
      assert.equal(counted.stderr, '');
      assert.equal(counted.stdout, `${expected}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('has the processes and the room for connections that it was told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onsale-nginx-'));
  const settings = { WORKER_PROCESSES: '3', WORKER_CONNECTIONS: '1000', RUN_DIR: folder };
  const nginx = await startNginx(settings);
  try {
    const configuration = readFileSync(join(folder, 'nginx.conf'), 'utf8');
    assert.match(configuration, /^worker_processes 3;$/m);
    assert.match(configuration, /^  worker_connections 1000;$/m);
    // A few files are no connections.
    assert.match(configuration, /^worker_rlimit_nofile 1256;$/m);
  } finally {
    await nginx.stop();
  }
});

test('promises no more connections than there may be open files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onsale-nginx-'));
  // The last command of start.sh is a program named nginx: here one that does nothing.
  writeFileSync(join(folder, 'nginx'), '#!/bin/sh\n', { mode: 0o755 });
  try {
    const command = `ulimit -n 1024; PATH=${folder}:$PATH RUN_DIR=${folder} sh ${script}`;
    const started = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    assert.match(started.stderr, /allows for 768 connections in each process/);
    const configuration = readFileSync(join(folder, 'nginx.conf'), 'utf8');
    assert.match(configuration, /^  worker_connections 768;$/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
