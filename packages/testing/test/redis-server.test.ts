import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { eventually, startRedis } from '../src/index.ts';

/** More than a pipe and its buffers hold. */
const LOG_BYTES = 2_000_000;

test('a server keeps answering, however much it logs', { timeout: 120_000 }, async (t) => {
  const redis = await startRedis({ args: ['--enable-debug-command', 'yes'] });
  t.after(() => redis.stop());
  const line = 'x'.repeat(1000);
  for (let written = 0; written < LOG_BYTES; written += line.length) {
    await redis.command('DEBUG', 'LOG', line);
  }
  assert.equal(await redis.command('PING'), 'PONG');
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`a server ends when its starter gets ${signal}`, { timeout: 120_000 }, async () => {
    const library = JSON.stringify(import.meta.resolve('../src/index.ts'));
    const program = `console.log((await (await import(${library})).startRedis()).url)`;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = (await once(starter.stdout, 'data')) as [Buffer];
    const path = String(url).trim().slice('unix://'.length);
    assert.equal(await canConnect(path), true);
    starter.kill(signal);
    await eventually(
      () => canConnect(path),
      (can) => !can,
    );
    await rm(dirname(path), { recursive: true });
  });
}

async function canConnect(path: string): Promise<boolean> {
  const socket = connect(path);
  return await once(socket, 'connect').then(
    () => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}
