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
  ['TRUSTED_PROXIES', 'ingress'],
  ['TRUSTED_PROXIES', '10.0.0.0/8;'],
  ['HOST', '0.0.0.0'],
  ['SHOP_HOSTS', 'shop.example:80'],
  ['SHOP_HOSTS', 'a b'],
  ['CORS_ORIGINS', 'shop.example'],
  ['CORS_ORIGINS', 'https://shop.example/'],
  ['RATE_LIMIT_REQUESTS', '-1'],
  ['MAX_CLIENT_CONNECTIONS', 'few'],
  ['MAX_CLIENT_STREAMS', '65536'],
  ['HSTS_MAX_AGE', 'on'],
  ['RUN_DIR', 'here'],
  ['WEB_ROOT', '/nowhere'],
] as const;

for (const [name, value] of WRONG) {
  test(`does not start with ${name}=${value}, and says what it must be`, () => {
    const started = spawnSync('env', [`${name}=${value}`, 'sh', script], { encoding: 'utf8' });
    assert.equal(started.status, 1);
    // An address that others reach is right, but not without a word on who is in front.
    const wrong = name === 'HOST' && value === '0.0.0.0' ? 'TRUSTED_PROXIES' : name;
    assert.match(started.stderr, new RegExp(`^${wrong} must be .*, not "`, 'm'));
  });
}
