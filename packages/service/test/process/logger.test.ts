import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '../../src/process/logger.ts';

test('the log does not quote a URL that cannot be read, since it may have a password', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ service: 'test', instance: 'test', level: 'info', destination });
  for (const url of ['redis://shop:very/secret@redis.test', 'smtp://shop:very#secret@mail.test']) {
    try {
      void new URL(url, 'secret://');
      assert.fail('it can be read');
    } catch (error) {
      logger.error({ err: error }, 'it failed');
    }
  }
  assert.equal(lines.length, 2);
  assert.match(lines.join(''), /ERR_INVALID_URL/);
  assert.doesNotMatch(lines.join(''), /secret/);
  logger.error({ err: undefined }, 'none');
  logger.error({ err: Object.assign(new Error('other'), { input: 'kept' }) }, 'another');
  assert.match(lines.join(''), /"input":"kept"/);
});
