import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Type } from 'typebox';
import {
  ConfigError,
  type Environment,
  httpVariables,
  lifecycleVariables,
  loadConfig,
  logVariables,
  redisVariables,
  shardVariables,
} from '../../src/index.ts';

const Schema = Type.Object({
  ...httpVariables(5000),
  ...logVariables,
  ...redisVariables,
  ...shardVariables,
  ...lifecycleVariables,
  SHARE: Type.Number({ default: 0.5, minimum: 0, maximum: 1 }),
  ENABLED: Type.Boolean({ default: false }),
});

const folder = mkdtempSync(join(tmpdir(), 'onsale-config-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(Schema, environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

describe('loadConfig', () => {
  it('takes the defaults of an empty environment, and freezes the result', () => {
    const config = loadConfig(Schema, {});
    assert.deepEqual(
      { ...config },
      {
        HOST: '127.0.0.1',
        PORT: 5000,
        LOG_LEVEL: 'info',
        REDIS_HOST: '127.0.0.1',
        REDIS_PORT: 6379,
        REDIS_SENTINEL_MASTER: 'mymaster',
        SHARDS: 1,
        DRAIN_MS: 1500,
        SHARE: 0.5,
        ENABLED: false,
      },
    );
    assert.ok(Object.isFrozen(config));
  });

  it('counts an empty variable as not set', () => {
    assert.equal(loadConfig(Schema, { PORT: '', REDIS_URL: '', REDIS_PASSWORD: '' }).PORT, 5000);
  });

  it('reads whole numbers, numbers and booleans', () => {
    const config = loadConfig(Schema, { PORT: '80', SHARE: '0.25', ENABLED: 'On' });
    assert.deepEqual([config.PORT, config.SHARE, config.ENABLED], [80, 0.25, true]);
    for (const text of ['true', '1', 'on']) {
      assert.equal(loadConfig(Schema, { ENABLED: text }).ENABLED, true);
    }
    for (const text of ['false', '0', 'off', 'OFF']) {
      assert.equal(loadConfig(Schema, { ENABLED: text }).ENABLED, false);
    }
  });

  const wrong: [Environment, string][] = [
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, not "http"'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, not "70000"'],
    [{ PORT: '-1' }, 'PORT must be a whole number from 0 to 65535, not "-1"'],
    [{ PORT: '80.5' }, 'PORT must be a whole number from 0 to 65535, not "80.5"'],
    [{ PORT: '0x50' }, 'PORT must be a whole number from 0 to 65535, not "0x50"'],
    [{ PORT: ' 80' }, 'PORT must be a whole number from 0 to 65535, not " 80"'],
    [{ PORT: '1e3' }, 'PORT must be a whole number from 0 to 65535, not "1e3"'],
    [{ REDIS_PORT: '0' }, 'REDIS_PORT must be a whole number from 1 to 65535, not "0"'],
    [{ SHARDS: '0' }, 'SHARDS must be a whole number from 1 to 1023, not "0"'],
    [{ SHARDS: '1024' }, 'SHARDS must be a whole number from 1 to 1023, not "1024"'],
    [{ DRAIN_MS: '1s' }, 'DRAIN_MS must be a whole number from 0 to 60000, not "1s"'],
    [{ SHARE: '2' }, 'SHARE must be a number from 0 to 1, not "2"'],
    [{ ENABLED: 'maybe' }, 'ENABLED must be true or false, not "maybe"'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of trace, debug, info, warn, error, not "loud"'],
    [
      { INSTANCE: 'a b' },
      'INSTANCE must be 1 to 128 characters of A-Z, a-z, 0-9, ., _ and -, not "a b"',
    ],
  ];
  for (const [environment, line] of wrong) {
    it(`says: ${line}`, () => assert.deepEqual(problemsOf(environment), [line]));
  }

  it('has a line for each wrong variable, not only for the first', () => {
    const environment = Object.assign({}, ...wrong.map(([each]) => each)) as Environment;
    const names = problemsOf(environment).map((problem) => problem.split(' ')[0] ?? '');
    assert.deepEqual(names.sort(), Object.keys(environment).sort());
  });

  it('says which variable is missing', () => {
    const Needed = Type.Object({ TOKEN: Type.String() });
    assert.throws(() => loadConfig(Needed, {}), { message: 'TOKEN is missing; must be set' });
  });

  for (const url of ['redis://h:1', 'rediss://u:p@h', 'unix:///s', 'redis://a:1,redis://b:2']) {
    it(`accepts ${url} as REDIS_URL`, () => {
      assert.equal(loadConfig(Schema, { REDIS_URL: url }).REDIS_URL, url);
    });
  }
  for (const url of ['localhost:6379', 'http://h', 'redis://', 'redis://a,', 'redis://a,b']) {
    it(`refuses ${url} as REDIS_URL`, () => {
      assert.deepEqual(problemsOf({ REDIS_URL: url }), [
        'REDIS_URL must be a redis://, rediss:// or unix:// address, or several separated by commas',
      ]);
    });
  }
});

describe('a secret', () => {
  it('may come from a file', () => {
    const path = file('password', 'open sesame\n');
    const config = loadConfig(Schema, { REDIS_PASSWORD_FILE: path });
    assert.equal(config.REDIS_PASSWORD, 'open sesame');
    const url = file('url', 'redis://h:1\n');
    assert.equal(loadConfig(Schema, { REDIS_URL_FILE: url }).REDIS_URL, 'redis://h:1');
  });

  it('is never shown', () => {
    const secret = 'mysql://u:hunter2@h';
    const path = file('wrong', secret);
    for (const environment of [{ REDIS_URL: secret }, { REDIS_URL_FILE: path }]) {
      const [problem = '', ...others] = problemsOf(environment);
      assert.equal(others.length, 0);
      assert.match(problem, /^REDIS_URL must be/);
      assert.doesNotMatch(problem, /hunter2/);
    }
  });

  it('is not shown either where it does not belong, in an address', () => {
    for (const address of ['http://u:hunter2@h', 'u:hunter2@h', 'u:hunter@2/\n@h']) {
      const [problem = ''] = problemsOf({ PORT: address });
      assert.equal(problem, 'PORT must be a whole number from 0 to 65535, not "***@h"');
    }
  });

  it('may not be there twice', () => {
    const path = file('twice', 'a');
    assert.deepEqual(problemsOf({ REDIS_PASSWORD: 'hunter2', REDIS_PASSWORD_FILE: path }), [
      'REDIS_PASSWORD and REDIS_PASSWORD_FILE are both set; set one of them',
    ]);
  });

  it('says when its file cannot be read, or holds nothing', () => {
    const missing = join(folder, 'nowhere');
    assert.deepEqual(problemsOf({ REDIS_PASSWORD_FILE: missing }), [
      `REDIS_PASSWORD_FILE must name a readable file, ${missing} is none (ENOENT)`,
    ]);
    assert.equal(problemsOf({ REDIS_PASSWORD_FILE: file('empty', '\n') }).length, 1);
  });

  it('is the only thing that a file may hold', () => {
    assert.equal(loadConfig(Schema, { PORT_FILE: file('port', '81') }).PORT, 5000);
  });
});
