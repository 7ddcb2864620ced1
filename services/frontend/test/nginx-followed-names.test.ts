import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually, freePorts } from '@onsale/testing';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { type EchoServer, startEchoServer } from './echo-server.ts';
import { type NameServer, startNameServer } from './name-server.ts';
import { noRecentNginx } from './recent-nginx.ts';
import { ask, json } from './test-door.ts';

// The names of the services, as they come, go and lead elsewhere while nginx runs.

const ORDER = '/api/v1/orders/01abc';
const [HERE, THERE] = ['127.0.0.1', '127.0.0.2'];

describe('a name that nginx follows', { skip: noRecentNginx }, () => {
  let dns: NameServer;
  let nginx: Nginx;
  let here: EchoServer;
  let there: EchoServer;

  before(async () => {
    const [port = 0] = await freePorts(1);
    here = await startEchoServer({ host: HERE, port });
    there = await startEchoServer({ host: THERE, port });
    dns = await startNameServer();
    nginx = await startNginx({
      RESOLVER: dns.address,
      GATEWAY_URL: `http://gateway.test:${port}`,
      AUDIT_URL: `http://audit.test:${port}`,
      GENERATOR_URL: `http://generator.test:${port}`,
      GATEWAY_TIMEOUT_MS: '1500',
    });
  });
  after(async () => {
    await nginx.stop();
    await Promise.all([here.close(), there.close(), dns.close()]);
  });

  const untilItAnswers = async (path: string, expected: number) => {
    await eventually(
      async () => (await ask(nginx, path)).status,
      (status) => status === expected,
    );
  };

  test('may be missing at the start, and answers 503 until it is there', async () => {
    const answer = await ask(nginx, ORDER);
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '2');
    assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
    assert.equal((await ask(nginx, '/readyz')).status, 503);
    assert.equal((await ask(nginx, '/livez')).status, 200);
    dns.names.set('gateway.test', [HERE]);
    await untilItAnswers(ORDER, 200);
    await untilItAnswers('/readyz', 200);
  });

  test('keeps its connections', async () => {
    here.connections.clear();
    for (let i = 0; i < 50; i++) await ask(nginx, ORDER);
    assert.ok(here.connections.size <= 4, `${here.connections.size} connections`);
  });

  test('is followed to another address', async () => {
    dns.names.set('gateway.test', [THERE]);
    await eventually(
      async () => {
        there.asked.splice(0);
        await ask(nginx, ORDER);
        return there.asked.length;
      },
      (count) => count === 1,
    );
    here.asked.splice(0);
    for (let i = 0; i < 10; i++) assert.equal((await ask(nginx, ORDER)).status, 200);
    assert.equal(here.asked.length, 0, 'the old address was asked');
  });

  test('with several addresses is shared out, without one that hangs', async () => {
    dns.names.set('gateway.test', [HERE, THERE]);
    await eventually(
      async () => {
        here.asked.splice(0);
        await ask(nginx, ORDER);
        return here.asked.length;
      },
      (count) => count > 0,
    );
    here.hangAll();
    const before = here.asked.length;
    for (let i = 0; i < 12; i++) assert.equal((await ask(nginx, ORDER)).status, 200);
    assert.ok(here.asked.length - before <= 4, `${here.asked.length - before} requests hung`);
  });

  test('of the laboratory is found while it runs, too', async () => {
    assert.equal((await ask(nginx, '/api/v1/audit')).status, 503);
    assert.equal((await ask(nginx, '/workload/stats')).status, 503);
    dns.names.set('audit.test', [THERE]);
    dns.names.set('generator.test', [THERE]);
    await untilItAnswers('/api/v1/audit', 200);
    await untilItAnswers('/workload/stats', 200);
  });

  test('that is gone answers 503', async () => {
    dns.names.delete('gateway.test');
    await untilItAnswers(ORDER, 503);
  });
});
