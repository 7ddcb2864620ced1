import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  countsKey,
  idempotencyKey,
  LAYOUT_KEY,
  orderAddress,
  orderChangesChannel,
  orderStreamKey,
  stockKey,
} from '@onsale/ledger';
import { eventually, startRedis, startService } from '@onsale/testing';
import { REDIS_PASSWORD, REDIS_USER, startTestService, type TestService } from './harness.ts';

const ORDER = orderAddress(0, 'o1');
const [BUCKET] = ORDER;

const FUNCTIONS = `#!lua name=onsale_test
redis.register_function('onsale_test_unlink', function(KEYS) return redis.call('DEL', KEYS[1]) end)
redis.register_function('onsale_test_set', function(KEYS, ARGV) return redis.call('SET', ARGV[1], 'x') end)`;

let service: TestService;
before(async () => {
  service = await startTestService();
  await service.redis.command('FUNCTION', 'LOAD', FUNCTIONS);
  await service.redis.command('HSET', ...ORDER, '["p",""]');
  await service.redis.command('HSET', stockKey(0), 't:remaining', '5');
  await service.redis.command('SET', idempotencyKey(0, 'k'), 'o1');
  await service.redis.command('XADD', orderStreamKey(0), '*', 'order', 'o1');
  await service.redis.command('XGROUP', 'CREATE', orderStreamKey(0), 'workers', '0');
  await service.redis.command('ZADD', '{s0}:sorted', '1', 'a');
});
after(() => service.stop());

const ledger = [
  ...[BUCKET, stockKey(0), countsKey(0), idempotencyKey(0, 'k')],
  ...[
    orderStreamKey(0),
    '{s0}:sorted',
    LAYOUT_KEY,
    'kv',
    'kv:x',
    '{kv}',
    '{kw}:x',
    '',
    '{fleet}:desired',
  ],
];

// Runs a command as the service's user, on the same kind of connection.
async function refusedByRedis(...command: string[]): Promise<void> {
  const key = command[1] ?? '';
  await assert.rejects(
    service.connection.command(key, command),
    /NOPERM|no permissions|ACL failure|user executing the script can't|not allowed from script/,
    command.join(' '),
  );
}

void test('Redis denies every read and write of other keys', async () => {
  const before = await dump();
  for (const key of ledger) {
    for (const command of [
      ...[['GET'], ['MGET'], ['STRLEN'], ['GETRANGE', '0', '-1'], ['GETDEL'], ['GETEX'], ['DUMP']],
      ...[['SET', 'x'], ['SET', 'x', 'NX'], ['APPEND', 'x'], ['SETRANGE', '0', 'x'], ['INCR']],
      ...[['DEL'], ['UNLINK'], ['EXISTS'], ['TYPE'], ['TTL'], ['EXPIRE', '1'], ['PERSIST']],
      ...[
        ['RENAME', '{kv}:stolen'],
        ['COPY', '{kv}:stolen'],
        ['MOVE', '1'],
      ],
      ...[['HGETALL'], ['HGET', 'status'], ['HSET', 'status', 'x'], ['HDEL', 'status'], ['HKEYS']],
      ...[
        ['HSCAN', '0'],
        ['HINCRBY', 't:remaining', '1'],
        ['LRANGE', '0', '-1'],
        ['LPUSH', 'x'],
      ],
      ...[
        ['SMEMBERS'],
        ['SADD', 'x'],
        ['SORT'],
        ['BITFIELD', 'SET', 'u8', '0', '1'],
        ['PFADD', 'x'],
      ],
      ...[
        ['ZRANGE', '0', '-1'],
        ['ZADD', '1', 'x'],
        ['ZREM', 'a'],
        ['ZSCORE', 'a'],
      ],
      ...[
        ['XADD', '*', 'a', 'b'],
        ['XRANGE', '-', '+'],
        ['XLEN'],
        ['XDEL', '0-1'],
        ['XTRIM', 'MAXLEN', '0'],
      ],
      ...[
        ['XACK', 'workers', '0-1'],
        ['RESTORE', '0', 'x', 'REPLACE'],
      ],
    ]) {
      const [name = '', ...rest] = command;
      await refusedByRedis(name, key, ...rest);
    }
    await refusedByRedis('XREADGROUP', 'GROUP', 'workers', 'me', 'STREAMS', key, '>');
    await refusedByRedis('SUNIONSTORE', '{kv}:stolen', key);
    await refusedByRedis('ZRANGESTORE', '{kv}:stolen', key, '0', '-1');
    // As a declared key, or undeclared beside an allowed one.
    await refusedByRedis('FCALL', 'onsale_test_unlink', '1', key);
    await refusedByRedis('FCALL', 'onsale_test_set', '1', '{kv}:a', key);
    await refusedByRedis('FCALL', 'onsale_test_set', '0', key);
    await refusedByRedis('FCALL_RO', 'onsale_test_set', '1', key);
  }
  assert.deepEqual(await dump(), before);
});

void test('Redis denies commands that reach beyond keys', async () => {
  const before = await dump();
  for (const command of [
    ...['KEYS *', 'SCAN 0', 'RANDOMKEY', 'DBSIZE', 'FLUSHALL', 'FLUSHDB', 'SWAPDB 0 1', 'SELECT 1'],
    ...['CONFIG GET *', 'CONFIG SET appendonly no', 'ACL LIST', 'ACL WHOAMI', 'INFO', 'MONITOR'],
    ...['ACL SETUSER database-api allkeys', 'SHUTDOWN NOSAVE', 'SAVE', 'BGSAVE'],
    ...['REPLICAOF 127.0.0.1 1', 'CLIENT LIST', 'CLIENT KILL TYPE normal', 'CLIENT PAUSE 1000'],
    ...[
      'SCRIPT FLUSH',
      'SCRIPT KILL',
      'SCRIPT LOAD x',
      'FUNCTION LOAD x',
      'FUNCTION FLUSH',
      'MODULE LIST',
      'WAIT 0 1',
    ],
    ...['MULTI', 'SLOWLOG GET', 'LATENCY RESET', 'MEMORY USAGE x', 'COMMAND', 'CLUSTER RESET'],
    ...[
      'PUBLISH x y',
      'SUBSCRIBE x',
      'PSUBSCRIBE *',
      `SPUBLISH ${orderChangesChannel(0)} confirmed`,
    ],
    ...[`SSUBSCRIBE ${orderChangesChannel(0)}`, 'SYNC', 'PSYNC ? -1', `MIGRATE h 1 ${BUCKET} 0 1`],
  ]) {
    await refusedByRedis(...command.split(' '));
  }
  // Only installed Lua, so nothing that runs forever.
  for (const command of ['EVAL', 'EVAL_RO', 'EVALSHA']) {
    await refusedByRedis(command, 'while true do end', '1', '{kv}:a');
  }
  assert.deepEqual(await dump(), before);
});

void test('no client key escapes the prefix', async () => {
  for (const key of [BUCKET, `../${stockKey(0)}`, '}:x', '{s0}', '*', '\\', 'a}{s0}:b']) {
    const body = { key, value: { mine: true } };
    const made = await service.app.inject({ method: 'POST', url: '/v1/redis', body });
    assert.equal(made.statusCode, 201);
    assert.equal(await service.redis.command('TYPE', `{kv}:entry:${key}`), 'string');
  }
  assert.equal(await service.redis.command('HGET', ...ORDER), '["p",""]');
});

void test('the real process works as the restricted user and appears in the fleet', async () => {
  const process = startService('database-api', {
    REDIS_URL: service.redis.url,
    REDIS_USERNAME: REDIS_USER,
    REDIS_PASSWORD,
    INSTANCE: 'isolated',
  });
  try {
    const url = await process.ready();
    const made = await fetch(`${url}/v1/redis`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"key":"real","value":{"a":1},"ttlSeconds":60}',
    });
    assert.equal(made.status, 201);
    const listed = await fetch(`${url}/v1/redis?prefix=real`);
    assert.deepEqual(await listed.json(), { keys: ['real'], cursor: null });
    assert.equal((await fetch(`${url}/redis/real`, { method: 'DELETE' })).status, 200);
    await eventually(
      async () => Number(await service.redis.command('EXISTS', '{fleet}:instance:isolated')),
      (exists) => exists === 1,
    );
    assert.ok(!process.log.some(({ msg }) => msg.includes('not isolated')));
  } finally {
    await process.stop();
  }
  assert.equal(await service.redis.command('EXISTS', '{fleet}:instance:isolated'), 0);
  assert.ok(!process.log.some(({ level }) => level === 'error' || level === 'fatal'));
});

void test('the process warns when its keys are not isolated, and refuses to start off loopback', async () => {
  const open = await startRedis();
  try {
    const local = startService('database-api', { REDIS_URL: open.url });
    await local.logged(({ level, msg }) => level === 'warn' && /not isolated/.test(msg));
    await local.stop();
    const exposed = startService('database-api', {
      REDIS_URL: open.url,
      HOST: '0.0.0.0',
      API_TOKEN: 'secret',
    });
    const line = await exposed.logged(({ level }) => level === 'fatal');
    assert.match(line.msg, /database-api\.acl/);
    assert.equal(await exposed.exited, 1);
  } finally {
    await open.stop();
  }
});

async function dump(): Promise<unknown[]> {
  const keys = ((await service.redis.command('KEYS', '*')) as string[])
    .filter((key) => !key.startsWith('{fleet}'))
    .sort();
  return await Promise.all(
    keys.map(async (key) => [key, await service.redis.command('DUMP', key)]),
  );
}
