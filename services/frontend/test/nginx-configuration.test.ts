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
  ['RESOLVER', 'dns.example'],
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
  const { errors, configuration } = configure('nginx version: nginx/1.22.1', 'ulimit -n 1024;');
  assert.match(errors, /allows for 768 connections in each process/);
  assert.match(configuration, /^  worker_connections 768;$/m);
});

const NAMES =
  'GATEWAY_URL=http://gateway:5000 AUDIT_URL=http://audit:5008 LAB=on RESOLVER=10.0.0.1';
for (const [version, says, uses] of [
  ['nginx/1.30.6', /^$/, /resolver 10\.0\.0\.1 valid=2s.* server gateway:5000 .* resolve;/],
  ['nginx/1.27.4 (Ubuntu)', /^$/, /resolver 10\.0\.0\.1 valid=2s.* server audit:5008 .* resolve;/],
  [
    'nginx/1.27.3',
    /^nginx 1\.27\.3 looks up gateway:5000 only once, .*\n$/,
    / server gateway:5000 /,
  ],
  ['nginx/1.22.1', /^nginx 1\.22\.1 looks up gateway:5000 only once, .*\n$/, / server audit:5008 /],
] as const) {
  test(`names are found as well as ${version} can`, () => {
    const { errors, configuration } = configure(`nginx version: ${version}`, NAMES);
    assert.match(errors, says);
    assert.match(configuration, uses);
    const isFollowed = String(says) === '/^$/';
    assert.equal(configuration.includes(' resolve;'), isFollowed);
    assert.equal(configuration.includes('keepalive_min_timeout'), isFollowed);
  });
}

for (const setting of [
  'GATEWAY_URL=http://10.1.2.3:5000 RESOLVER=10.0.0.1',
  'GATEWAY_URL=http://localhost:5000 RESOLVER=10.0.0.1',
  'GATEWAY_URL=http://gateway:5000 RESOLVER=off',
]) {
  test(`no name server is asked with ${setting}`, () => {
    const { errors, configuration } = configure('nginx version: nginx/1.30.6', setting);
    assert.equal(errors, '');
    assert.doesNotMatch(configuration, /resolve/);
  });
}

/** What start.sh writes and says for an nginx of this version, which is not started. */
function configure(version: string, settings: string): { errors: string; configuration: string } {
  const folder = mkdtempSync(join(tmpdir(), 'onsale-nginx-'));
  writeFileSync(join(folder, 'nginx'), `#!/bin/sh\necho '${version}' >&2\n`, { mode: 0o755 });
  try {
    const command = `${settings} PATH=${folder}:$PATH RUN_DIR=${folder} ACCESS_LOG=off sh ${script}`;
    const started = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    // It says its version once more when it is told to serve.
    const errors = started.stderr.replace(`${version}\n`, '');
    return { errors, configuration: readFileSync(join(folder, 'nginx.conf'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
