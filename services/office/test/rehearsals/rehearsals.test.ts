import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { RehearsalStart } from '@onsale/contracts';
import { openLedger } from '@onsale/ledger';
import { type AskOffice, putOnSale, startOffice, type TestOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';

// Who may rehearse, and what the generator is given. It is played for real in the generator's own tests.

const CATALOG = `
events:
  - id: noon
    name: Noon
    venue: Hall
    startsAt: 2087-07-04T16:00:00Z
    currency: EUR
    tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 10 }]
`;
const ASKED = { people: 50, tickets: 10, withinS: 4, phones: 0.7, bots: 0.05, abandons: 0 };

/** What the generator was asked to do, and how it answers next. */
const started: RehearsalStart[] = [];
let refusal: { status: number; body: object } | undefined;
const server = createServer((request, response) => {
  void answer(request.method ?? '', request.url ?? '', () => json(request)).then(
    ({ status, body, type = 'application/json' }) => {
      response.writeHead(status, { 'content-type': type });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    },
  );
});

async function answer(method: string, url: string, read: () => Promise<unknown>) {
  if (refusal !== undefined) return { ...refusal, type: 'application/json' };
  const plan = { ...ASKED, devices: 0, kills: false, seed: 1 };
  const totals = { waiting: 0, admitted: 0, ordered: 0, confirmed: 0 };
  const run = {
    ...{ runId: 'run-1', state: 'running', phase: 'preparing', plan, totals, seconds: [] },
    startedAt: '2087-01-01T00:00:00.000Z',
  };
  if (`${method} ${url}` === 'POST /rehearsal/start') {
    started.push((await read()) as RehearsalStart);
    return { status: 201, body: run };
  }
  if (`${method} ${url}` === 'POST /rehearsal/stop')
    return { status: 200, body: { ...run, state: 'stopped' } };
  if (url.endsWith('/report.html')) {
    return { status: 200, body: '<!doctype html><p>Held', type: 'text/html' };
  }
  if (url.endsWith('/junit.xml')) return { status: 200, body: '<testsuite />', type: 'text/xml' };
  return { status: 200, body: { run, reports: [] } };
}

let office: TestOffice;
let manager: AskOffice;
before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  office = await startOffice({ GENERATOR_URL: `http://127.0.0.1:${port}` });
  const redis = await connectTo(office.redis.url);
  await putOnSale(await openLedger(redis, 1), CATALOG);
  await redis.close();
  manager = await office.as([{ role: 'manager' }]);
});
after(async () => {
  await office.stop();
  server.close();
});

/** Asks the office with the key that the generator was given. */
async function withKey(
  { apiKey = '' }: RehearsalStart,
  method: string,
  path: string,
  body?: object,
) {
  const response = await fetch(`${office.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status;
}

function eventOf(id: string) {
  return {
    ...{ id, name: 'A copy', venue: 'Hall', startsAt: '2087-07-04T16:00:00Z', currency: 'EUR' },
    rehearsal: true,
    tickets: [{ id: `${id}-seat`, name: 'Seat', type: 'adult', price: 20, capacity: 10 }],
  };
}

test('the generator gets a key for one event, which it makes, and can give back', async () => {
  const { status, body } = await manager('POST', '/v1/rehearsals', { ...ASKED, eventId: 'noon' });
  assert.deepEqual([status, body.state], [201, 'running']);
  const [start] = started;
  assert.ok(start);
  const { plan, rehearsalId = '' } = start;
  assert.deepEqual([plan.kills, plan.devices, plan.eventId], [false, 0, 'noon']);
  assert.equal(JSON.stringify(body).includes(start.apiKey ?? ''), false);

  assert.equal(await withKey(start, 'GET', '/v1/events/noon'), 200);
  assert.equal(await withKey(start, 'POST', '/v1/events', eventOf('another')), 403);
  assert.equal(await withKey(start, 'POST', '/v1/events/noon/steps', { step: 'pause' }), 403);
  assert.equal(await withKey(start, 'GET', '/v1/orders/nothing'), 404);
  assert.equal(await withKey(start, 'GET', '/v1/api-keys'), 403);
  assert.equal(await withKey(start, 'POST', '/v1/rehearsals', ASKED), 403);
  assert.equal(await withKey(start, 'POST', '/v1/events', eventOf(rehearsalId)), 201);
  const published = await withKey(start, 'POST', `/v1/events/${rehearsalId}/steps`, {
    step: 'publish',
  });
  assert.equal(published, 200);
  assert.equal(await withKey(start, 'DELETE', '/v1/api-keys/self'), 204);
  assert.equal(await withKey(start, 'GET', '/v1/events/noon'), 401);

  const owner = await office.as([{ role: 'owner' }]);
  const { body: activity } = await owner('GET', '/v1/activity?action=startRehearsal');
  assert.equal(activity.items[0].after.people, ASKED.people);
  assert.equal(JSON.stringify(activity).includes(start.apiKey ?? ''), false);
});

test('what the generator refuses is told as it is, and its key is worth nothing', async () => {
  const owner = await office.as([{ role: 'owner' }]);
  const keys = async () => (await owner('GET', '/v1/api-keys')).body.items.length as number;
  const before = await keys();
  for (const [status, code, told] of [
    [409, 'RUN_ACTIVE', 409],
    [409, 'REHEARSAL_REFUSED', 409],
    [404, 'NOT_FOUND', 503],
    [500, 'INTERNAL', 503],
  ] as const) {
    refusal = { status, body: { error: 'no', code, details: [] } };
    const answered = await manager('POST', '/v1/rehearsals', ASKED);
    const wanted = told === 503 ? 'GENERATOR_UNAVAILABLE' : code;
    assert.deepEqual([answered.status, answered.body.code], [told, wanted]);
  }
  refusal = undefined;
  assert.equal(await keys(), before);
});

test('a wrong plan says where, and a copy of nothing is refused', async () => {
  const { status, body } = await manager('POST', '/v1/rehearsals', { ...ASKED, people: 0 });
  assert.deepEqual([status, body.details[0].path], [400, 'people']);
  const kill = await manager('POST', '/v1/rehearsals', { ...ASKED, kills: true });
  assert.equal(kill.status, 400);
  const nothing = await manager('POST', '/v1/rehearsals', { ...ASKED, eventId: 'nothing' });
  assert.equal(nothing.body.code, 'EVENT_NOT_FOUND');
});

test('the report is a page without scripts', async () => {
  const page = await manager('GET', '/v1/rehearsals/run-1/report.html');
  assert.match(String(page.body), /Held/);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/);
  const junit = await manager('GET', '/v1/rehearsals/run-1/junit.xml');
  assert.match(junit.headers.get('content-type') ?? '', /^application\/xml/);
  const asJson = { 'content-type': 'application/json' };
  const stopped = await manager('POST', '/v1/rehearsals/stop', undefined, asJson);
  assert.equal(stopped.body.state, 'stopped', JSON.stringify(stopped.body));
});

test('without a generator, the office says so', async () => {
  const alone = await startOffice();
  const ask = await alone.as([{ role: 'owner' }]);
  const { status, body } = await ask('GET', '/v1/rehearsals');
  assert.deepEqual([status, body.code], [409, 'NO_GENERATOR']);
  await alone.stop();
});
