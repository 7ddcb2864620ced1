import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { createLogger } from '@onsale/service';
import { startRedisPair } from '@onsale/testing';
import { connectRedis } from '../src/index.ts';

// An outcome is told after a WAIT on the connection it was read on. The manual promises WAIT for
// writes of the same connection only; that it covers what the connection has read, whoever wrote it,
// is how the servers work, and what these tests guard.

/** Longer than a replica needs that is not held back. */
const WAIT = ['WAIT', '1', '2000'];
const WAIT_BRIEFLY = ['WAIT', '1', '50'];

for (const program of ['redis-server', 'valkey-server']) {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  const skip = isThere ? false : `${program} is not installed`;

  test(`WAIT of ${program} covers what its connection has only read`, { skip }, async (t) => {
    const pair = await startRedisPair({ program });
    t.after(() => pair.stop());
    const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
    const config = { REDIS_URL: pair.url, REDIS_HOST: '', REDIS_PORT: 0 };
    const reader = await connectRedis(config, { logger, name: 'reader' });
    t.after(() => reader.close());
    const ask = (...command: string[]) => reader.command('', command);

    await pair.command('SET', 'outcome', 'pending');
    assert.equal(await ask('GET', 'outcome'), 'pending');
    assert.equal(await ask(...WAIT), 1);

    pair.holdReplication(true);
    await pair.command('SET', 'outcome', 'confirmed');
    // This connection has written nothing.
    assert.equal(await ask('GET', 'outcome'), 'confirmed');
    assert.equal(await ask(...WAIT_BRIEFLY), 0, 'the replica does not have what was read');

    pair.holdReplication(false);
    assert.equal(await ask(...WAIT), 1);
    await pair.failOver();
    assert.equal(await pair.command('GET', 'outcome'), 'confirmed');
  });
}
