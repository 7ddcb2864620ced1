import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import {
  createHttpServer,
  type ForeignRequestRules,
  isLoopbackAddress,
  refuseForeignRequests,
} from '../../src/index.ts';

type Headers = Record<string, string>;

function server(rules: ForeignRequestRules) {
  const app = createHttpServer({ logger: pino({ level: 'silent' }), bodyLimitBytes: 1000 });
  refuseForeignRequests(app, rules);
  app.get('/', async () => ({}));
  app.post('/', async () => ({}));
  const ask = async (method: 'GET' | 'POST', headers: Headers) => {
    const json = { 'content-type': 'application/json' };
    return (await app.inject({ method, url: '/', headers: { ...json, ...headers } })).statusCode;
  };
  return { app, ask };
}

describe('a service on a loopback address', () => {
  const { app, ask } = server({ host: '127.0.0.1', allowedHosts: ['shop.lan', '*.shop.lan'] });

  it('answers under the names of this machine, and those that it was told', async () => {
    for (const host of [
      ...['localhost', 'LOCALHOST:80', '127.0.0.1:5002', '127.1.2.3', '[::1]:5002'],
      ...['shop.lan', 'Shop.LAN:8080', 'tickets.shop.lan'],
    ]) {
      assert.equal(await ask('GET', { host }), 200, host);
    }
  });

  it('answers under no other, whatever is asked', async () => {
    for (const host of [
      ...['evil.example', 'evil.example:5002', 'localhost.evil.example', '127.0.0.1.evil.example'],
      ...['10.0.0.1:5002', '0.0.0.0:5002', 'localhost@evil', 'evil#localhost', '::1'],
      ...['a:localhost', 'noshop.lan', '.shop.lan', 'shop.lan.evil.example'],
    ]) {
      assert.equal(await ask('GET', { host }), 403, host);
      assert.equal((await app.inject({ url: '/nothing', headers: { host } })).statusCode, 403);
    }
  });
});

describe('a service that others can reach', () => {
  const { ask } = server({ host: '0.0.0.0', allowedOrigins: ['https://friend.example'] });
  const host = 'shop.example';

  it('answers under any name, because it has many', async () => {
    assert.equal(await ask('GET', { host: '10.1.2.3:5000' }), 200);
    assert.equal(await ask('POST', { host }), 200);
  });

  it('answers its own pages and those of allowed origins', async () => {
    for (const origin of [
      'https://shop.example',
      'http://shop.example',
      'https://friend.example',
    ]) {
      assert.equal(await ask('POST', { host, origin }), 200, origin);
    }
    const named = { host: 'Shop.example:8080', origin: 'http://shop.example:8080' };
    assert.equal(await ask('POST', named), 200);
    const friend = { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' };
    assert.equal(await ask('POST', { host, ...friend }), 200);
  });

  it('answers no other page', async () => {
    for (const origin of [
      ...['https://evil.example', 'null', 'https://shop.example.evil.example'],
      ...['http://shop.example:8080', 'https://evil.example/shop.example', 'shop.example.'],
    ]) {
      for (const method of ['GET', 'POST'] as const) {
        assert.equal(await ask(method, { host, origin }), 403, `${method} ${origin}`);
      }
    }
    // A browser that hides the origin still says that the page is another site's.
    assert.equal(await ask('POST', { host, 'sec-fetch-site': 'cross-site' }), 403);
    // A link from elsewhere may be followed.
    assert.equal(await ask('GET', { host, 'sec-fetch-site': 'cross-site' }), 200);
  });
});

it('knows the addresses that only this machine can reach', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) {
    assert.equal(isLoopbackAddress(host), true, host);
  }
  for (const host of ['0.0.0.0', '::', '', '127.0.0.1.example', '10.0.0.1', 'example']) {
    assert.equal(isLoopbackAddress(host), false, host);
  }
});
