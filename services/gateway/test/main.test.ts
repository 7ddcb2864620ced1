import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { connectRedis } from '@onsale/redis';
import { createLogger, readFleet } from '@onsale/service';
import {
  connectionOf,
  eventually,
  installOn,
  type ServiceProcess,
  startRedis,
  startService,
  type TestRedis,
} from '@onsale/testing';
import { order, TEST_CATALOG } from './open-gateway.ts';

interface Warned {
  warnings: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'onsale-gateway-'));
const goodCatalog = file('good.yaml', TEST_CATALOG);
const started: ServiceProcess[] = [];
let redis: TestRedis;

before(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const each of started) each.signal('SIGKILL');
  await Promise.all(started.map((each) => each.exited));
});
after(async () => {
  await redis.stop();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function startGateway(environment: Record<string, string> = {}): ServiceProcess {
  const defaults = { REDIS_URL: redis.url, CATALOG_FILE: goodCatalog };
  const gateway = startService('gateway', { ...defaults, ...environment });
  started.push(gateway);
  return gateway;
}

async function statusOf(gateway: ServiceProcess, path: string): Promise<number> {
  return (await fetch(`${await gateway.url()}${path}`)).status;
}

/** The fatal log lines of a process that refuses to start. */
async function refusal(environment: Record<string, string>): Promise<string[]> {
  const gateway = startGateway(environment);
  assert.equal(await gateway.exited, 1);
  return gateway.log.filter((line) => line.level === 'fatal').map((line) => line.msg);
}

describe('a gateway with an invalid configuration does not start', () => {
  it('and logs a line for each invalid variable', async () => {
    const lines = await refusal({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      SHARDS: '0',
      REDIS_URL: 'mysql://u:hunter2@h',
      MAX_QTY_PER_ORDER: '0',
      MAX_BACKLOG: 'many',
      WAIT_REPLICAS: '-1',
      REUSE_PORT: 'maybe',
      REDIS_PASSWORD_FILE: '/nowhere',
    });
    const names = lines.map((line) => line.split(' ')[0] ?? '').sort();
    assert.deepEqual(names, [
      'LOG_LEVEL',
      'MAX_BACKLOG',
      'MAX_QTY_PER_ORDER',
      'PORT',
      'REDIS_PASSWORD_FILE',
      'REDIS_URL',
      'REUSE_PORT',
      'SHARDS',
      'WAIT_REPLICAS',
    ]);
    for (const line of lines) assert.match(line, / must /);
    assert.ok(!lines.join('\n').includes('hunter2'));
  });

  it('and says what is missing when an address is limited and clients may be behind a proxy', async () => {
    const limited = { HOST: '0.0.0.0', PORT: '0', RATE_LIMIT_ORDERS: '30' };
    const lines = await refusal(limited);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /RATE_LIMIT_ORDERS .* set TRUSTED_PROXIES to .* to none when/);
    // Guesses are limited by default, which stops nobody who has never heard of it.
    const unlimited = startGateway({ HOST: '0.0.0.0', PORT: '0' });
    await unlimited.logged(({ msg }) => msg.startsWith('wrong codes are not limited'));
    assert.equal(await statusOf(unlimited, '/livez'), 200);
    for (const TRUSTED_PROXIES of ['10.0.0.0/8', 'none']) {
      assert.equal(await statusOf(startGateway({ ...limited, TRUSTED_PROXIES }), '/livez'), 200);
    }
    const local = { ...limited, HOST: '127.0.0.1' };
    assert.equal(await statusOf(startGateway(local), '/livez'), 200);
  });

  it('and says so when the customer key is short, or not the one that the data was made with', async () => {
    const [line] = await refusal({ CUSTOMER_KEY: 'short' });
    assert.equal(line, 'CUSTOMER_KEY must be a secret of at least 32 characters');
    const key = 'a key of at least thirty-two characters';
    const own = await startRedis();
    try {
      const environment = { REDIS_URL: own.url, PORT: '0' };
      const gateway = startGateway({ ...environment, CUSTOMER_KEY: key });
      await eventually(
        () => statusOf(gateway, '/readyz'),
        (status) => status === 200,
      );
      const lines = await refusal({ ...environment, CUSTOMER_KEY: `${key}!` });
      assert.match(lines.join(), /CUSTOMER_KEY is not the one that this data was made with/);
      assert.ok(!lines.join().includes(key));
    } finally {
      await own.stop();
    }
  });

  const wrongCatalogs: [string, string, string][] = [
    ['a negative price', 'price: 9.90', 'price: -9.90'],
    ['a duplicate id', 'id: fair-child', 'id: fair-adult'],
    ['an unknown currency', 'currency: USD', 'currency: GOLD'],
    ['no YAML', '{ id: fair-child', '{ id: [fair-child'],
  ];
  for (const [name, from, to] of wrongCatalogs) {
    it(`and names the line of ${name} in the catalog`, async () => {
      const text = TEST_CATALOG.replace(from, to);
      assert.notEqual(text, TEST_CATALOG);
      const wrongLine = TEST_CATALOG.split('\n').findIndex((line) => line.includes(from)) + 1;
      const path = file('wrong.yaml', text);
      const lines = (await refusal({ CATALOG_FILE: path })).join('\n');
      assert.ok(lines.includes(`${path}:${wrongLine}: `), lines);
    });
  }

  it('and names a missing catalog file', async () => {
    const lines = await refusal({ CATALOG_FILE: join(folder, 'nowhere.yaml') });
    assert.match(lines.join('\n'), /CATALOG_FILE.*nowhere\.yaml/);
  });

  it('and says that the data has a different number of shards', async () => {
    await startGateway().ready();
    const lines = await refusal({ SHARDS: '4' });
    assert.match(lines.join('\n'), /SHARDS is 4, but .* SHARDS=1/);
  });

  it('and says which capacity is below what is sold', async () => {
    await startGateway().ready();
    await redis.command('HSET', '{s0}:stock', 'fair-vip:sold', '2', 'fair-vip:remaining', '0');
    const less = TEST_CATALOG.replace('price: 120, capacity: 2', 'price: 120, capacity: 1');
    const lines = await refusal({ CATALOG_FILE: file('less.yaml', less) });
    assert.match(lines.join('\n'), /ticket fair-vip: capacity 1 is below the 2 already sold/);
  });
});

describe('a gateway', () => {
  it('waits for Redis, and stops at once when told to', async () => {
    const late = await startRedis();
    await late.kill('SIGKILL');
    const waiting = startGateway({ REDIS_URL: late.url, DRAIN_MS: '0' });
    assert.equal(await statusOf(waiting, '/livez'), 200);
    assert.equal(await statusOf(waiting, '/readyz'), 503);
    assert.equal(await statusOf(waiting, '/tickets'), 503);
    const leaving = startGateway({ REDIS_URL: late.url });
    await leaving.url();
    leaving.signal('SIGTERM');
    assert.equal(await leaving.exited, 0);
    await late.restart();
    await waiting.ready();
    assert.equal(await statusOf(waiting, '/tickets'), 200);
    await waiting.stop();
    await late.stop();
  });

  it('waits for data on an empty Redis, writes nothing, and opens once it is installed', async () => {
    const empty = await startRedis({ shards: 0 });
    const gateway = startGateway({ REDIS_URL: empty.url });
    const line = await gateway.logged(({ level }) => level === 'fatal');
    assert.match(line.msg, /holds no Onsale data; .* data install once/);
    assert.equal(line.msg.split('docs/reliability.md').length, 2, line.msg);
    assert.equal(await statusOf(gateway, '/livez'), 200);
    assert.equal(await statusOf(gateway, '/readyz'), 503);
    for (const path of ['/tickets', `/orders/${'0'.repeat(28)}`]) {
      const answer = await fetch(`${await gateway.url()}${path}`);
      assert.equal(answer.status, 503);
      assert.equal(((await answer.json()) as { code: string }).code, 'DATA_LOST');
    }
    assert.equal(await empty.command('DBSIZE'), 0);
    await installOn(connectionOf(empty));
    await gateway.ready();
    await gateway.stop();
    await empty.stop();
  });

  it('warns about unsafe Redis settings, and sells nothing with STRICT_REDIS', async () => {
    const careless = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] });
    const lenient = startGateway({ REDIS_URL: careless.url });
    await lenient.logged(({ level, msg }) => level === 'warn' && msg.includes('allkeys-lru'));
    const ready = (await (await fetch(`${await lenient.ready()}/readyz`)).json()) as Warned;
    assert.match(ready.warnings.join(), /evicts orders .* must be noeviction/);
    await lenient.stop();

    const strict = startGateway({ REDIS_URL: careless.url, STRICT_REDIS: 'true' });
    await strict.logged(({ level, msg }) => level === 'fatal' && msg.includes('allkeys-lru'));
    assert.equal(await statusOf(strict, '/readyz'), 503);
    const refused = await fetch(`${await strict.url()}/tickets`);
    assert.equal(((await refused.json()) as { code: string }).code, 'REDIS_UNSAFE');
    await careless.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await strict.ready();
    await strict.stop();
    await careless.stop();
  });

  it('says that the functions of its version are missing, and is not ready', async () => {
    const old = await startRedis();
    await old.command('FUNCTION', 'FLUSH');
    const gateway = startGateway({ REDIS_URL: old.url });
    const line = await gateway.logged(({ level }) => level === 'fatal');
    assert.match(line.msg, /does not have the functions of this version .*data install/);
    const answer = await fetch(`${await gateway.url()}/tickets`);
    assert.equal(((await answer.json()) as { code: string }).code, 'NOT_READY');
    await installOn(connectionOf(old));
    await gateway.ready();
    await gateway.stop();
    await old.stop();
  });

  it('reports a wrong password without revealing it', async () => {
    const locked = await startRedis();
    await locked.command('CONFIG', 'SET', 'requirepass', 'open-sesame');
    const path = file('password', 'hunter2\n');
    const gateway = startGateway({ REDIS_URL: locked.url, REDIS_PASSWORD_FILE: path });
    const line = await gateway.logged((each) => each.msg.includes('WRONGPASS'));
    assert.ok(['error', 'fatal'].includes(line.level));
    assert.ok(!JSON.stringify(gateway.log).includes('hunter2'));
    gateway.signal('SIGKILL');
    await gateway.exited;

    const right = file('right', 'open-sesame\n');
    await startGateway({ REDIS_URL: locked.url, REDIS_PASSWORD_FILE: right }).ready();
    await locked.stop();
  });

  it('leaves the fleet within six seconds of being killed', async () => {
    const gateway = startGateway({ INSTANCE: 'killed' });
    const key = '{fleet}:instance:killed';
    const isAlive = async () => (await redis.command('EXISTS', key)) === 1;
    await eventually(isAlive, (is) => is);
    gateway.signal('SIGKILL');
    await gateway.exited;
    const leftMs = Number(await redis.command('PTTL', key));
    // Already gone, or about to expire.
    assert.ok(leftMs === -2 || (leftMs >= 0 && leftMs < 6000), String(leftMs));
    await eventually(isAlive, (is) => !is);
  });

  it('is in the fleet while it runs, and logs no customer data', async () => {
    const gateway = startGateway({ INSTANCE: 'g1', LOG_LEVEL: 'trace' });
    await gateway.ready();
    const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
    const config = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
    const connection = await connectRedis(config, { logger, name: 'test' });
    const inFleet = async () =>
      (await readFleet(connection)).some((each) => each.instance === 'g1');
    await eventually(inFleet, (is) => is);
    for (const body of [order(), { ...order(), items: [] }]) {
      await fetch(`${await gateway.url()}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    }
    await gateway.stop();
    assert.equal(await inFleet(), false);
    await connection.close();
    const log = JSON.stringify(gateway.log);
    for (const word of ['Lovelace', 'ada@example.com', 'credit_card']) {
      assert.ok(!log.includes(word), word);
    }
  });
});
