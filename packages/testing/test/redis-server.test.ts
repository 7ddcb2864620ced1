import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRedis } from '../src/index.ts';

/** More than a pipe and the buffers at its ends hold. */
const LOG_BYTES = 2_000_000;

test('a server goes on answering, however much it logs', { timeout: 20_000 }, async (t) => {
  const redis = await startRedis({ args: ['--enable-debug-command', 'yes'] });
  t.after(() => redis.stop());
  const line = 'x'.repeat(1000);
  for (let written = 0; written < LOG_BYTES; written += line.length) {
    await redis.command('DEBUG', 'LOG', line);
  }
  assert.equal(await redis.command('PING'), 'PONG');
});
