import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openGateway, order } from './open-gateway.ts';

const gateway = await openGateway({ CORS_ORIGINS: 'https://shop.example, https://app.example' });
const closed = await openGateway({}, { redis: gateway.redis });
after(async () => {
  await closed.close();
  await gateway.close();
});

const preflight = (origin: string) => ({
  method: 'OPTIONS' as const,
  url: '/v1/orders',
  headers: { origin, 'access-control-request-method': 'POST' },
});

test('every response, including errors, tells browsers that it is not a page', async () => {
  for (const url of ['/v1/tickets', '/v1/orders/none', '/none', '/livez']) {
    const { headers } = await closed.app.inject(url);
    assert.equal(headers['x-content-type-options'], 'nosniff', url);
    assert.equal(headers['x-frame-options'], 'DENY', url);
    assert.match(String(headers['content-security-policy']), /default-src 'none'/, url);
    assert.equal(headers['referrer-policy'], 'no-referrer', url);
  }
});

test('pages of other origins may do nothing unless listed', async () => {
  const answer = await closed.app.inject(preflight('https://shop.example'));
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
  const stranger = await gateway.app.inject(preflight('https://evil.example'));
  assert.equal(stranger.headers['access-control-allow-origin'], undefined);
});

test('pages of a listed origin may order and read the response', async () => {
  const allowed = await gateway.app.inject(preflight('https://app.example'));
  assert.equal(allowed.headers['access-control-allow-origin'], 'https://app.example');
  const placed = await gateway.app.inject({
    method: 'POST',
    url: '/v1/orders',
    headers: { origin: 'https://app.example' },
    payload: order(),
  });
  assert.equal(placed.statusCode, 201);
  assert.equal(placed.headers['access-control-allow-origin'], 'https://app.example');
  assert.match(String(placed.headers['access-control-expose-headers']), /location/);
});
