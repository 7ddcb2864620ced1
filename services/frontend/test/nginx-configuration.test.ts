import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../nginx/start.sh', import.meta.url));

const WRONG = [
  ['PORT', '80800'],
  ['PORT', 'http'],
  ['HOST', 'everywhere'],
  ['GATEWAY_URL', 'https://gateway:5000'],
  ['GATEWAY_URL', 'http://gateway:5000/v1'],
  ['GATEWAY_URL', 'http://a;return 200'],
  ['GENERATOR_URL', 'generator:9000'],
  ['AUDIT_URL', 'audit:5008'],
  ['LAB', 'maybe'],
  ['PAYMENT_METHODS', 'cash,"'],
  ['MAX_QTY_PER_ORDER', '0'],
  ['RUN_DIR', 'here'],
  ['WEB_ROOT', '/nowhere'],
] as const;

for (const [name, value] of WRONG) {
  test(`does not start with ${name}=${value}, and says what it must be`, () => {
    const started = spawnSync('env', [`${name}=${value}`, 'sh', script], { encoding: 'utf8' });
    assert.equal(started.status, 1);
    assert.match(started.stderr, new RegExp(`^${name} must be .*, not "`, 'm'));
  });
}
