import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { startEchoServer } from './echo-server.ts';
import { noRecentNginx } from './recent-nginx.ts';

const CONNECTIONS = 50;
/** Between two requests on a connection: 200 requests a second in all. */
const PAUSE_MS = 250;
/** How long the requests take that are on their way when nginx is told to end. */
const WAY_MS = 200;

test('cuts no kept connection when it ends', { skip: noRecentNginx }, async () => {
  const gateway = await startEchoServer();
  const settings = { GATEWAY_URL: gateway.url, MAX_CLIENT_CONNECTIONS: '0' };
  const [leaving, staying] = await Promise.all([startNginx(settings), startNginx(settings)]);
  const crowd = startCrowd(leaving);
  try {
    await crowd.round();
    // As in a cluster: new connections lead elsewhere before the process is told to end.
    crowd.connectTo(staying);
    const ended = leaving.quit();
    // Meanwhile this process can't see that anything was closed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAY_MS);
    await crowd.round();
    const over = new AbortController();
    const serving = crowd.askUntil(over.signal);
    await ended;
    over.abort();
    await serving;
    assert.deepEqual(crowd.failures, []);
    assert.equal(crowd.connections(), 2 * CONNECTIONS, 'each connection was replaced once');
  } finally {
    crowd.close();
    await Promise.all([leaving.stop(), staying.stop(), gateway.close()]);
  }
});

/** Clients with a kept connection each. */
function startCrowd(first: Nginx) {
  let target = first;
  let connections = 0;
  const failures: string[] = [];
  const agents = Array.from({ length: CONNECTIONS }, () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agent.createConnection = () => {
      connections += 1;
      return connect({ host: '127.0.0.1', port: Number(new URL(target.url).port) });
    };
    return agent;
  });
  const ask = async (agent: Agent) => {
    try {
      const request = get({ host: 'localhost', path: '/api/v1/orders/01abc', agent });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      if (response.statusCode !== 200) failures.push(String(response.statusCode));
    } catch (error) {
      failures.push(String(error));
    }
  };
  const round = async () => void (await Promise.all(agents.map(ask)));
  return {
    failures,
    connections: () => connections,
    connectTo: (nginx: Nginx) => {
      target = nginx;
    },
    round,
    askUntil: async (end: AbortSignal) => {
      while (!end.aborted) {
        await round();
        await delay(PAUSE_MS);
      }
    },
    close: () => agents.forEach((agent) => agent.destroy()),
  };
}
