import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeSettings } from '@onsale/service';
import { eventually, startRedis, startService, type TestRedis } from '@onsale/testing';

// The start time and memory of a service depend above all on what it loads. Numbers of files are
// the same on every machine.

/**
 * Most files that each may load: 5 % above the current number. A start that loads more is slower.
 */
const MOST_MODULES = {
  gateway: 820,
  'order-worker': 605,
  'database-api': 540,
  'workload-generator': 590,
  'waiting-room': 720,
};

let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

function start(service: string, environment: Record<string, string> = {}) {
  return startService(service, {
    REDIS_URL: redis.url,
    CATALOG_FILE: new URL('../catalog.yaml', import.meta.url).pathname,
    ...environment,
  });
}

for (const [service, most] of Object.entries(MOST_MODULES)) {
  test(`the ${service} loads no more than ${most} modules to be ready`, async () => {
    const counting = new URL('count-modules.mjs', import.meta.url).href;
    const started = start(service, {
      ADMISSION_KEYS: 'a-secret-of-at-least-thirty-two-characters',
      NODE_OPTIONS: `--import ${counting}`,
    });
    await started.ready();
    await started.stop();
    const { urls } = await started.logged(({ msg }) => msg === 'modules');
    const modules = urls as string[];
    assert.ok(modules.length > 100);
    assert.ok(modules.length <= most, `${modules.length}: ${mostFrom(modules)}`);
    const unwanted = [
      '/@redis/client/dist/lib/commands/index.js',
      '/@opentelemetry/sdk',
      '/typebox/',
    ];
    assert.deepEqual(
      modules.filter((url) => unwanted.some((part) => url.includes(part))),
      [],
    );
  });
}

test('images run services with the settings of npm start', async () => {
  const file = await readFile(new URL('../Dockerfile', import.meta.url), 'utf8');
  const { NODE_OPTIONS } = nodeSettings('');
  assert.ok(file.includes(` NODE_OPTIONS=${NODE_OPTIONS} `), NODE_OPTIONS);
});

test('what a service has compiled is kept for the next one while it still runs', async (t) => {
  const cache = await mkdtemp(join(tmpdir(), 'onsale-cache-'));
  const service = start('order-worker', { NODE_COMPILE_CACHE: cache });
  t.after(async () => {
    await service.stop();
    await rm(cache, { recursive: true });
  });
  await service.ready();
  // Written in its first idle second.
  await eventually(
    async () => (await readdir(cache, { recursive: true })).length,
    (files) => files > 300,
  );
});

test('a service starts where nothing can be kept', async (t) => {
  const cache = await mkdtemp(join(tmpdir(), 'onsale-cache-'));
  t.after(() => rm(cache, { recursive: true }));
  await chmod(cache, 0o555);
  // Root can write everywhere, but not below a file.
  for (const folder of [cache, '/dev/null/cache']) {
    const service = start('order-worker', { NODE_COMPILE_CACHE: folder });
    await service.ready();
    await service.stop();
    assert.equal(await service.exited, 0);
  }
});

function mostFrom(urls: readonly string[]): string {
  const count = new Map<string, number>();
  for (const url of urls) {
    const name = /.*(?:node_modules|packages|services)\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url;
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  const sorted = [...count].toSorted(([, a], [, b]) => b - a).slice(0, 10);
  return sorted.map(([name, number]) => `${name} ${number}`).join(', ');
}
