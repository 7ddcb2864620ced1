import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError, ERRORS, type ErrorCode } from '@onsale/contracts';
import { pino } from 'pino';
import { createHttpServer, createRegistry, registerHealthRoutes } from '../../src/index.ts';

const silent = pino({ level: 'silent' });

describe('createHttpServer', () => {
  it('answers every error of the list with its status and body', async () => {
    const app = createHttpServer({ logger: silent, bodyLimitBytes: 1000 });
    app.get<{ Params: { code: ErrorCode } }>('/:code', async (request) => {
      throw new ApiError(request.params.code, 'so it is', { retryAfterS: 3 });
    });
    for (const [code, { status }] of Object.entries(ERRORS)) {
      const answer = await app.inject(`/${code}`);
      assert.equal(answer.statusCode, status);
      assert.equal(answer.headers['retry-after'], '3');
      assert.deepEqual(answer.json(), { error: 'so it is', code, details: [] });
    }
    await app.close();
  });

  it('hides the text of its own faults from the client, and has it in the log', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    const app = createHttpServer({ logger, bodyLimitBytes: 1000 });
    app.get('/', async () => {
      throw new Error('the secret of the database');
    });
    const answer = await app.inject({ url: '/', headers: { 'x-request-id': 'r1' } });
    assert.equal(answer.statusCode, 500);
    assert.deepEqual(answer.json(), {
      error: 'something went wrong on our side',
      code: 'INTERNAL',
      details: [],
    });
    assert.equal(answer.headers['x-request-id'], 'r1');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /the secret of the database/);
    assert.match(lines[0] ?? '', /r1/);
    await app.close();
  });

  it('coerces nothing and words each problem with its place', async () => {
    const app = createHttpServer({ logger: silent, bodyLimitBytes: 1000 });
    const schema = {
      body: {
        type: 'object',
        required: ['n', 'kind'],
        additionalProperties: false,
        properties: { n: { type: 'integer' }, kind: { enum: ['a', 'b'] }, 'a/b': { type: 'null' } },
      },
    };
    app.post('/', { schema }, async () => ({}));
    const send = async (payload: object) => {
      const answer = await app.inject({ method: 'POST', url: '/', payload });
      return answer.json<{ error: string; details: { path: string; message: string }[] }>();
    };
    assert.deepEqual((await send({ n: '1', kind: 'c', 'a/b': 1, more: 1 })).details, [
      { path: 'more', message: 'is not a known field' },
      { path: 'n', message: 'must be a whole number' },
      { path: 'kind', message: 'must be one of a, b' },
      { path: 'a/b', message: 'must be of type null' },
    ]);
    assert.equal((await send({ kind: 'a' })).error, 'n is missing');
    await app.close();
  });

  it('finds the same item twice, whatever the items call themselves', async () => {
    const app = createHttpServer({ logger: silent, bodyLimitBytes: 1000 });
    app.post('/', { schema: { body: { type: 'array', uniqueItems: true } } }, async () => ({}));
    const send = async (payload: unknown[]) => {
      const answer = await app.inject({ method: 'POST', url: '/', payload });
      return [answer.statusCode, answer.json<{ error?: string }>().error];
    };
    const twice = [400, 'body must not have the same item twice'];
    assert.deepEqual(await send([{ toString: [], valueOf: 1 }, { a: 1 }, 1, '1']), [
      200,
      undefined,
    ]);
    assert.deepEqual(await send([{ a: { b: [] }, c: 1 }, 1, { c: 1, a: { b: [] } }]), twice);
    assert.deepEqual(await send([{ toString: [] }, { toString: [] }]), twice);
    assert.deepEqual(await send(['a', {}, 'a']), twice);
    await app.close();
  });

  it('tells all that is wrong with a small body, and of a large one the first problem alone', async () => {
    const app = createHttpServer({ logger: silent, bodyLimitBytes: 100_000 });
    const schema = { body: { type: 'array', items: { type: 'integer' } } };
    app.post('/', { schema }, async () => ({}));
    const problems = async (length: number) => {
      const payload = Array.from({ length }, () => 'x');
      const answer = await app.inject({ method: 'POST', url: '/', payload });
      return answer.json<{ details: unknown[] }>().details.length;
    };
    assert.equal(await problems(5), 5);
    // No more than a person reads.
    assert.equal(await problems(100), 20);
    assert.equal(await problems(10_000), 1);
    await app.close();
  });

  it('logs why something could not be done, and tells the client what to do', async () => {
    const lines: { msg: string; code: string }[] = [];
    const logger = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
    const app = createHttpServer({ logger, bodyLimitBytes: 1000 });
    app.get('/', async () => {
      const cause = new Error('the socket was closed');
      throw new ApiError('REDIS_UNAVAILABLE', 'repeat the request', { cause });
    });
    const answer = await app.inject('/');
    assert.equal(answer.json<{ error: string }>().error, 'repeat the request');
    assert.deepEqual(
      lines.map(({ msg, code }) => [msg, code]),
      [['answered REDIS_UNAVAILABLE: the socket was closed', 'REDIS_UNAVAILABLE']],
    );
    await app.close();
  });
});

describe('health', () => {
  it('says why the process is not ready, while /livez stays well', async () => {
    const app = createHttpServer({ logger: silent, bodyLimitBytes: 1000 });
    let obstacles = ['Redis cannot be reached'];
    let faults = ['draining'];
    const readiness = {
      obstacles: () => obstacles,
      faults: () => faults,
      warnings: () => warnings,
    };
    let warnings: string[] = [];
    registerHealthRoutes(app, { readiness, registry: createRegistry('test') });
    const ready = async () => {
      const answer = await app.inject('/readyz');
      return [answer.statusCode, answer.json()];
    };
    const both = { status: 'not ready', reasons: [...faults, ...obstacles] };
    assert.deepEqual(await ready(), [503, both]);
    faults = [];
    assert.deepEqual(await ready(), [503, { status: 'not ready', reasons: obstacles }]);
    obstacles = [];
    assert.deepEqual(await ready(), [200, { status: 'ready' }]);
    // From here on it stays in service without Redis, and says so.
    obstacles = ['Redis cannot be reached'];
    warnings = ['Redis may lose orders'];
    const told = [...obstacles, ...warnings];
    assert.deepEqual(await ready(), [200, { status: 'ready', warnings: told }]);
    faults = ['draining'];
    assert.deepEqual(await ready(), [
      503,
      { status: 'not ready', reasons: faults, warnings: told },
    ]);
    assert.equal((await app.inject('/livez')).statusCode, 200);
    const metrics = await app.inject('/metrics');
    assert.match(metrics.body, /process_cpu_seconds_total\{service="test"\}/);
    assert.equal((await app.inject('/openapi.json')).statusCode, 404);
    await app.close();
  });
});
