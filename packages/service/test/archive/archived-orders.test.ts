import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { ApiError } from '@onsale/contracts';
import {
  ArchivedOrders,
  ConfigError,
  createLogger,
  createRegistry,
  openArchivedOrders,
} from '../../src/index.ts';

const ID = '01m842xp8x00gt07zqfyj26crn2k';
const ORDER = { orderId: ID, record: '["c1"]', archivedAt: '2027-01-01T00:00:00.000Z' };

/** Something that answers like an office, or not at all. */
async function open(t: TestContext, answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ service: 's', instance: 'i', level: 'info', destination });
  const registry = createRegistry('s');
  const url = `http://127.0.0.1:${port}/`;
  const archived = new ArchivedOrders({ url, token: 'token', logger, registry });
  const counted = async (outcome: string) => {
    const metric = await registry.getSingleMetric('onsale_archive_reads_total')?.get();
    return metric?.values.find(({ labels }) => labels['outcome'] === outcome)?.value ?? 0;
  };
  return { server, archived, lines, counted };
}

const answering =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify(body));

const isAway = (error: unknown) =>
  error instanceof ApiError && error.code === 'ARCHIVE_UNAVAILABLE' && error.retryAfterS === 5;

test('asks the office with its token, and believes only an order with this id', async (t) => {
  let [status, body]: [number, unknown] = [200, ORDER];
  const asked: string[] = [];
  const { archived, lines, counted } = await open(t, (request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    answering(status, body)(request, response);
  });
  assert.deepEqual(await archived.read(ID), ORDER);
  assert.deepEqual(asked, [`/archive/orders/${ID} Bearer token`]);
  [status, body] = [404, { code: 'ORDER_NOT_FOUND' }];
  assert.equal(await archived.read(ID), undefined);
  for (const wrong of [
    [200, { ...ORDER, orderId: ID.replace('k', 'm') }],
    [200, { orderId: ID }],
    [200, 'text'],
    // A reverse proxy in between, and not the office, knows no such page.
    [404, { code: 'NOT_FOUND' }],
    [401, { code: 'UNAUTHORIZED' }],
    [503, { code: 'RECORDS_UNAVAILABLE' }],
  ] as [number, unknown][]) {
    [status, body] = wrong;
    await assert.rejects(archived.read(ID), isAway);
  }
  // Told once, until it answers again.
  assert.equal(lines.length, 1);
  [status, body] = [200, ORDER];
  await archived.read(ID);
  assert.match(String(lines[1]), /answers for archived orders again/);
  assert.deepEqual(
    await Promise.all(['found', 'missing', 'unavailable', 'full'].map(counted)),
    [2, 1, 6, 0],
  );
});

test('an office that is away or silent is given up after a second', async (t) => {
  const { server, archived } = await open(t, () => undefined);
  await assert.rejects(archived.read(ID), isAway);
  server.closeAllConnections();
  server.close();
  await assert.rejects(archived.read(ID), isAway);
});

test('no more than four are asked at once: others are refused, or wait for their turn', async (t) => {
  const arrivals = new EventEmitter();
  const held: Parameters<RequestListener>[1][] = [];
  let [asked, most] = [0, 0];
  const { archived, counted } = await open(t, (_, response) => {
    held.push(response);
    asked += 1;
    most = Math.max(most, held.length);
    arrivals.emit(String(asked));
    arrivals.emit('asked');
  });
  const answerAll = () => {
    for (const response of held.splice(0)) response.end(JSON.stringify(ORDER));
  };
  const first = [1, 2, 3, 4].map(() => archived.read(ID));
  await once(arrivals, '4');
  await assert.rejects(archived.read(ID), isAway);
  const waiting = [1, 2, 3, 4, 5, 6].map(() => archived.read(ID, { inTurn: true }));
  arrivals.on('asked', () => setImmediate(answerAll));
  answerAll();
  for (const order of await Promise.all([...first, ...waiting])) assert.deepEqual(order, ORDER);
  assert.deepEqual([asked, most], [10, 4]);
  assert.equal(await counted('full'), 1);
});

test('without an office nothing is asked, and with one a token is needed', () => {
  const parts = {
    logger: createLogger({ service: 's', instance: 'i', level: 'silent' }),
    registry: createRegistry('s'),
  };
  assert.equal(openArchivedOrders({ config: {}, ...parts }), undefined);
  const config = { OFFICE_URL: 'http://127.0.0.1:5006' };
  assert.throws(() => openArchivedOrders({ config, ...parts }), ConfigError);
  assert.ok(openArchivedOrders({ config: { ...config, OFFICE_TOKEN: 'token' }, ...parts }));
});
