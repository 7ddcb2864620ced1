import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import {
  LOAD_ENDPOINTS,
  LOAD_PRESETS,
  type LoadEndpoint,
  type LoadPreset,
  type LoadRunSummary,
  NEVER_SETTLED_MS,
} from '@onsale/contracts';
import { startGenerator } from './start-generator.ts';
import { type ShopManners, startShop } from './stand-in-shop.ts';

type Settings = Parameters<typeof startGenerator>[1];

async function start(t: TestContext, manners: ShopManners = {}, settings: Settings = {}) {
  const shop = await startShop(manners);
  const generator = startGenerator(shop.url, settings);
  t.after(async () => {
    await generator.close();
    await shop.close();
  });
  return { shop, ...generator };
}

it('starts without a body, and the run has a report that adds up', async (t) => {
  const { app, call, finished, shop } = await start(t, {}, { TARGET_RPS: 80, MAX_DURATION_S: 1 });
  const response = await app.inject({
    method: 'POST',
    url: '/start',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(response.statusCode, 201);
  const report = await finished();
  assert.equal(response.headers.location, `/runs/${report.runId}`);
  assert.equal(report.sent, 80);
  assert.equal(report.success, 80);
  assert.deepEqual(report.statusCodes, { 201: 80 });
  assert.equal(report.orders.accepted, 80);
  assert.equal(report.orders.followedShare, 1, 'a low rate is followed as a whole');
  assert.equal(report.orders.confirmed, 80);
  assert.equal(report.orders.clickToSettled.count, 80);
  const failed = report.verdict.checks.filter(({ passed }) => passed === false);
  // How fast it was is not judged here.
  assert.deepEqual(
    failed.filter(({ threshold }) => !/p99/i.test(threshold)),
    [],
  );
  assert.equal(shop.orders.length, 80);
  const emails = shop.orders.map(({ body }) => (JSON.parse(body) as Body).customer.email);
  assert.equal(new Set(emails).size, 80, 'each buyer is another');
  assert.deepEqual(ticketsOf(shop.orders), new Set(['balcony', 'standing']));
  const { body } = await call('GET', '/runs');
  assert.equal(body.runs.length, 1);
  assert.equal(
    (await call('GET', `/runs/${report.runId}`)).body.histograms.latency.length > 0,
    true,
  );
  assert.equal((await call('GET', '/runs/none')).status, 404);
});

interface Body {
  customer: { email: string };
  items: { ticketId: string }[];
}

const ticketsOf = (orders: readonly { body: string }[]) =>
  new Set(orders.map(({ body }) => (JSON.parse(body) as Body).items[0]?.ticketId));

it('orders from the rehearsal event, so that a load takes nothing that is really sold', async (t) => {
  const { call, finished, shop } = await start(t, { rehearses: true });
  const started = await call('POST', '/start', { rps: 50, durationS: 1 });
  assert.equal(started.body.sells, 'event');
  assert.equal((await finished()).sells, 'event');
  assert.deepEqual(ticketsOf(shop.orders), new Set(['dry-run']));
});

it('orders what is on sale where a target has no rehearsal, and says so', async (t) => {
  const { call, finished, shop } = await start(t);
  assert.equal((await call('GET', '/stats')).body.sells, 'unknown');
  const started = await call('POST', '/start', { rps: 50, durationS: 1 });
  assert.equal(started.body.sells, 'everything');
  assert.equal((await finished()).sells, 'everything');
  assert.deepEqual(ticketsOf(shop.orders), new Set(['balcony', 'standing']));
});

it('refuses an event that the target does not have, unless it is the rehearsal', async (t) => {
  const { call, finished, shop } = await start(t, { rehearses: true });
  for (const attempt of [
    () => call('POST', '/start', { event: 'gone' }),
    () => call('PATCH', '/config', { event: 'gone' }),
  ]) {
    const refused = await attempt();
    assert.equal(refused.status, 400);
    assert.deepEqual(refused.body.details, [
      { path: 'event', message: 'has no tickets at the target' },
    ]);
  }
  assert.equal(shop.orders.length, 0);
  await call('POST', '/start', { rps: 50, durationS: 60 });
  await call('PATCH', '/config', { event: 'gone' });
  // A load that runs keeps to its event after that.
  await call('PATCH', '/config', { rps: 40 });
  assert.equal((await call('POST', '/stop')).body.sells, 'event');
  shop.orders.length = 0;
  // The tickets of another event can be named one by one, the rehearsal's too.
  const mix = [
    { ticketId: 'dry-run', qty: 1 },
    { ticketId: 'standing', qty: 1 },
  ];
  const started = await call('POST', '/start', { rps: 50, durationS: 1, mix });
  assert.equal(started.body.sells, 'mix');
  await finished();
  assert.deepEqual(ticketsOf(shop.orders), new Set(['dry-run', 'standing']));
});

it('refuses a second run while one is active, and stops it with its final report', async (t) => {
  const { call, until } = await start(t);
  assert.equal((await call('POST', '/stop')).body.code, 'NO_ACTIVE_RUN');
  await call('POST', '/start', { durationS: 600 });
  const refused = await call('POST', '/start');
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'RUN_ACTIVE');
  await until(({ sent }) => sent > 20);
  const { status, body } = await call('POST', '/stop');
  assert.equal(status, 200);
  assert.equal(body.state, 'finished');
  assert.equal(body.inFlight, 0);
  assert.equal(body.success, body.sent);
  assert.equal((await call('POST', '/start', { durationS: 0.1 })).status, 201);
});

it('two starts at once make one run', async (t) => {
  const { call } = await start(t);
  const answers = await Promise.all([1, 2, 3].map(() => call('POST', '/start')));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 2);
});

it('a running load takes a new rate at once', async (t) => {
  const { call, until, finished } = await start(t);
  // At this rate the next request would be due in 20 seconds.
  await call('POST', '/start', { rps: 0.05, durationS: 60 });
  await until(({ state }) => state === 'running');
  assert.equal((await call('PATCH', '/config', { rps: 1000 })).body.rps, 1000);
  const stats = await until(({ sent }) => sent > 500);
  assert.equal(stats.targetRps, 1000);
  await call('PATCH', '/config', { stages: [{ rps: 10, durationS: 0.1 }] });
  const report = await finished();
  assert.equal(report.config.profile, 'stages');
  assert.equal((await call('GET', '/config')).body.rps, 1000, 'and keeps it for the next run');
});

it('a start overrides the configuration for its run only', async (t) => {
  const { call, finished } = await start(t);
  await call('PUT', '/config', { rps: 50, durationS: 0.2 });
  await call('POST', '/start', { rps: 100, shares: { readers: 1 } });
  const report = await finished();
  assert.equal(report.config.rps, 100);
  assert.equal(report.requests.readers, report.sent);
  const { body } = await call('GET', '/config');
  assert.equal(body.rps, 50);
  assert.equal(body.shares.readers, 0);
  assert.equal((await call('PUT', '/config', {})).body.rps, 100, 'PUT returns to the defaults');
});

it('a target that is down: failures are counted by kind and the run goes on', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  const { call, finished, close } = startGenerator(`http://127.0.0.1:${port}`);
  t.after(close);
  await call('POST', '/start', { rps: 500, durationS: 1 });
  const report = await finished();
  assert.equal(report.sent, 500);
  assert.equal(report.failure, 500);
  assert.deepEqual(report.errors, { 'connection refused': 500 });
  assert.equal(report.verdict.passed, false);
});

it('what is due beyond the in-flight cap is dropped, and said', async (t) => {
  const { call, until } = await start(t, { isSilent: true }, { MAX_IN_FLIGHT: 20 });
  await call('POST', '/start', { rps: 1000, durationS: 60, timeoutMs: 60_000 });
  const stats = await until(({ dropped }) => dropped > 100);
  assert.equal(stats.inFlight, 20);
  assert.equal(stats.sent, 20);
  assert.equal(stats.due, stats.sent + stats.dropped);
  const { body } = await call('POST', '/stop');
  assert.deepEqual(body.errors, { 'unanswered at the end': 20 });
  assert.equal(body.verdict.passed, false);
});

it('requests that are not answered in time fail, and their memory is free again', async (t) => {
  const { call, finished } = await start(t, { isSilent: true });
  await call('POST', '/start', { rps: 20, durationS: 0.5, timeoutMs: 100 });
  const report = await finished();
  assert.deepEqual(report.errors, { timeout: 10 });
  assert.equal(report.inFlight, 0);
});

it('finds the shop that sells twice', async (t) => {
  const { call, finished } = await start(t, { sellsTwice: true });
  await call('POST', '/start', { durationS: 1, rps: 200, shares: { duplicates: 0.3 } });
  const { orders, verdict, failures } = await finished();
  assert.ok(orders.duplicatesChecked > 0);
  assert.equal(orders.duplicated, orders.duplicatesChecked);
  assert.equal(verdict.checks.find(({ threshold }) => threshold === 'duplicated')?.passed, false);
  assert.equal(verdict.passed, false);
  // At the one of the two clicks that was answered later.
  assert.ok(
    failures.every(({ kind }) => kind === 'another order than the same request got before'),
  );
  assert.equal(
    failures.reduce((sum, { count }) => sum + count, 0),
    orders.duplicated,
  );
});

it('second clicks, bad orders and readers come in their shares and are no failures', async (t) => {
  const { call, finished } = await start(t);
  const shares = { duplicates: 0.2, badRequests: 0.2, readers: 0.2 };
  await call('POST', '/start', { durationS: 1, rps: 1000, shares });
  const { requests, orders, sent, success, statusCodes } = await finished();
  assert.equal(sent, 1000);
  assert.equal(success, 1000);
  for (const kind of ['duplicates', 'badRequests', 'readers'] as const) {
    // Five standard deviations of a share of 0.2.
    assert.ok(Math.abs(requests[kind] - 200) < 65, `${requests[kind]} ${kind}`);
  }
  assert.equal(statusCodes['400'], requests.badRequests);
  assert.equal(orders.accepted, requests.orders);
  assert.equal(orders.duplicated, 0);
});

it('the shortest load there is ends with a report', async (t) => {
  const { call, finished } = await start(t);
  const asked = { profile: 'steps', durationS: Number.MIN_VALUE, rps: 50 };
  assert.equal((await call('POST', '/start', asked)).status, 201);
  const { sent, targetRps } = await finished();
  assert.deepEqual([sent, targetRps], [0, 0]);
});

it('finds the shop that loses orders', async (t) => {
  const { call, finished } = await start(t, { losesOrders: true });
  await call('POST', '/start', { durationS: 0.2, rps: 50 });
  const { orders, verdict } = await finished();
  assert.equal(orders.lost, 10);
  assert.ok((orders.clickToSettled.p50 ?? 0) >= NEVER_SETTLED_MS, 'a lost order never settles');
  assert.equal(verdict.passed, false);
});

it('sold out is an answer, not a failure', async (t) => {
  const { call, finished } = await start(t, { isSoldOut: true });
  await call('POST', '/start', { durationS: 0.2, rps: 50 });
  const { orders, success, failure, seconds, endpoints, verdict } = await finished();
  assert.equal(orders.soldOut, 10);
  assert.equal(success, 10);
  assert.equal(failure, 0);
  assert.equal(
    seconds.reduce((sum, second) => sum + second.soldOut, 0),
    10,
  );
  assert.equal(endpoints[0]?.soldOut, 10);
  assert.equal(verdict.outcome, 'nothing-sold');
  assert.equal(verdict.passed, false);
  const [run] = (await call('GET', '/runs')).body.runs as LoadRunSummary[];
  assert.deepEqual(
    [run?.accepted, run?.soldOut, run?.outcome, run?.passed],
    [0, 10, 'nothing-sold', false],
  );
});

it('an accepted order that never settles is late, however short the wait is', async (t) => {
  const { call, finished } = await start(t, { settlesNothing: true });
  const thresholds = { clickToSettledP99Ms: 5000 };
  await call('POST', '/start', { durationS: 0.2, rps: 50, settleTimeoutS: 0.1, thresholds });
  const { orders, verdict } = await finished();
  assert.equal(orders.pending, 10);
  assert.equal(orders.clickToSettled.count, 10);
  assert.ok((orders.clickToSettled.p50 ?? 0) >= NEVER_SETTLED_MS);
  assert.equal(verdict.outcome, 'nothing-sold');
  const late = verdict.checks.find(({ threshold }) => threshold === 'clickToSettledP99Ms');
  assert.equal(late?.passed, false);
});

it('finds the shop that says something else than it should', async (t) => {
  const lies: [ShopManners['says'], string][] = [
    [() => ({}), 'the order has no orderId'],
    [(order) => ({ ...order, status: 'maybe' }), 'the order has no known status'],
    [(order) => ({ ...order, grandTotal: 1 }), 'the total is not the price of the tickets'],
    [(order) => ({ ...order, currency: 'USD' }), 'the currency is another'],
  ];
  for (const [says, kind] of lies) {
    const { call, finished } = await start(t, { ...(says === undefined ? {} : { says }) });
    await call('POST', '/start', { durationS: 0.2, rps: 50 });
    const { success, failure, statusCodes, failures, endpoints } = await finished();
    assert.deepEqual(statusCodes, { 201: 10 });
    assert.deepEqual([success, failure], [0, 10], kind);
    assert.deepEqual(
      failures.map(({ endpoint, kind: named, count }) => [endpoint, named, count]),
      [['POST /orders', kind, 10]],
    );
    assert.match(failures[0]?.sample ?? '', /^\{/);
    assert.equal(endpoints[0]?.failure, 10);
  }
});

it('finds the shop that lists no tickets', async (t) => {
  const { call, finished } = await start(t, { lists: { items: [] } });
  await call('POST', '/start', { durationS: 1, rps: 200, shares: { readers: 0.5 } });
  const { failures, endpoints, requests } = await finished();
  assert.deepEqual(
    failures.map(({ endpoint, kind }) => [endpoint, kind]),
    [['GET /tickets', 'the answer has no list of tickets']],
  );
  assert.equal(
    endpoints.find(({ endpoint }) => endpoint === 'GET /tickets')?.sent,
    requests.readers,
  );
});

it('the table of endpoints adds up to the whole', async (t) => {
  const { call, finished } = await start(t);
  const shares = { duplicates: 0.2, badRequests: 0.2, readers: 0.2 };
  await call('POST', '/start', { durationS: 1, rps: 400, shares });
  const { endpoints, sent, success, latency, histograms } = await finished();
  assert.deepEqual(
    endpoints.map(({ endpoint }) => endpoint),
    LOAD_ENDPOINTS,
  );
  const total = (of: (row: LoadEndpoint) => number) =>
    endpoints.reduce((sum, row) => sum + of(row), 0);
  assert.equal(
    total((row) => row.sent),
    sent,
  );
  assert.equal(
    total((row) => row.success),
    success,
  );
  assert.equal(
    total((row) => row.samples),
    latency.run.count,
  );
  assert.equal(Math.max(...endpoints.map(({ max }) => max ?? 0)), latency.run.max);
  assert.equal(histograms.endpoints.length, endpoints.length);
});

it('the statistics show the configuration that runs, whoever started it', async (t) => {
  const { call, stats, until, finished } = await start(t);
  assert.equal(stats().config.rps, 100, 'before the first run, that of the next');
  await call('POST', '/start', { rps: 70, durationS: 600 });
  assert.equal(stats().config.rps, 70);
  await until(({ sent }) => sent > 0);
  await call('PATCH', '/config', { rps: 90 });
  assert.equal(stats().config.rps, 90);
  await call('POST', '/stop');
  assert.equal((await finished()).config.rps, 90);
});

it('presets are listed within the limits, and started by name', async (t) => {
  const { call, finished } = await start(t, {}, { MAX_RPS: 150 });
  const { presets } = (await call('GET', '/presets')).body as { presets: LoadPreset[] };
  assert.deepEqual(
    presets.map(({ name }) => name),
    LOAD_PRESETS,
  );
  assert.ok(presets.every(({ config }) => (config.rps ?? 0) <= 150));
  await call('PUT', '/config', { stages: [{ rps: 1, durationS: 1 }], shares: { readers: 1 } });
  await call('POST', '/start', { preset: 'double-clicks', durationS: 0.2 });
  const report = await finished();
  assert.equal(report.preset, 'double-clicks');
  assert.equal(report.sent, 30);
  assert.deepEqual(report.config.stages, [], 'nothing of the earlier configuration remains');
  assert.equal(report.requests.readers, 0);
  assert.equal((await call('POST', '/start', { preset: 'storm' })).status, 400);
  // The event of this preset is not in every shop.
  assert.equal((await call('POST', '/start', { preset: 'sold-out' })).status, 400);
});

it('steps end where a threshold breaks, and tell the last good rate', async (t) => {
  const { call, finished } = await start(t, { isSilent: true });
  await call('POST', '/start', {
    profile: 'steps',
    durationS: 10,
    rps: 100,
    timeoutMs: 100,
    thresholds: { failureShare: 0 },
  });
  const report = await finished();
  assert.equal(report.steps?.length, 1);
  assert.equal(report.lastGoodRps, null);
});

it('keeps the last 20 runs', async (t) => {
  const { call, finished } = await start(t);
  const ids: string[] = [];
  for (let i = 0; i < 21; i++) {
    const { body } = await call('POST', '/start', { durationS: 0.01, rps: 100 });
    ids.push(body.runId);
    await finished();
  }
  const { body } = await call('GET', '/runs');
  const kept = (body.runs as { runId: string }[]).map(({ runId }) => runId);
  assert.deepEqual(kept, ids.slice(1).toReversed());
});

it('the stream shows the statistics twice a second', async (t) => {
  const { app } = await start(t);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const response = await fetch(`${url}/stats/stream`);
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    if (text.split('\n\n').length > 2) break;
  }
  const [first] = text.split('\n\n');
  assert.match(first ?? '', /^event: stats\ndata: \{"state":"idle"/);
});

it('metrics tell of the run', async (t) => {
  const { app, call, finished } = await start(t);
  await call('POST', '/start', { durationS: 0.2, rps: 50 });
  await finished();
  const { body } = await app.inject({ url: '/metrics' });
  assert.match(
    body,
    /onsale_load_requests_total\{outcome="success",service="workload-generator"\} 10/,
  );
  assert.match(
    body,
    /onsale_load_orders_total\{outcome="accepted",service="workload-generator"\} 10/,
  );
});
