import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Entries } from '../src/entries.ts';
import { startTestService, type TestService } from './harness.ts';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.stop());

test('what Redis has answered while this process stood still is in time', async () => {
  const entries = new Entries();
  entries.open(service.connection);
  const key = '{kv}:entry:none';
  const asked = entries.ask((redis) => redis.command(key, ['GET', key]));
  // The question leaves first.
  await new Promise((resolve) => setImmediate(resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  assert.equal(await asked, null);
});
