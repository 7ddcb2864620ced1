import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { orderHandle } from '@onsale/ledger';
import {
  editOrder,
  eventually,
  ORDER_ITEMS,
  type RunningService,
  startSystem,
  type System,
} from '@onsale/testing';
import { startOtlpReceiver } from './otlp-receiver.ts';

// Everything that could get a buyer's data into a log is done to real processes that log as much as
// they can; then their logs are searched. An order id opens the order, so no log, trace or metric
// may contain one.

const NAME = 'Wilhelmina Pfefferkorn';
const EMAIL = 'wilhelmina.pfefferkorn@private.example';
const PAYMENT = 'gold_bars_from_the_cellar';
const TRACES = [/wilhelmina/i, /pfefferkorn/i, /private\.example/i, /gold_bars/i];

let system: System;
let services: RunningService[];
let gateway: RunningService;
let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
before(async () => {
  receiver = await startOtlpReceiver();
  system = await startSystem({ capacity: 50 });
  const environment = {
    LOG_LEVEL: 'trace',
    LOG_ORDERS: 'all',
    WORKER_MAX_DELIVERIES: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  };
  gateway = await system.startGateway(environment);
  services = [
    gateway,
    await system.startWorker(environment),
    await system.startService('database-api', { LOG_LEVEL: 'trace' }),
    await system.startService('workload-generator', {
      LOG_LEVEL: 'trace',
      TARGET_API: `${gateway.address}/v1`,
    }),
  ];
});
after(async () => {
  await system.stop();
  receiver.stop();
});

const body = (changes: Record<string, unknown> = {}) => ({
  customer: { name: NAME, email: EMAIL },
  items: [{ ticketId: 'seat', qty: 1 }],
  paymentMethod: PAYMENT,
  ...changes,
});

/** What every order was answered with. */
const ids: string[] = [];

async function send(payload: string, headers: Record<string, string> = {}, path = '/v1/orders') {
  const response = await fetch(`${gateway.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: payload,
  });
  const answer = (await response.json()) as { orderId?: string };
  if (answer.orderId !== undefined) ids.push(answer.orderId);
  return { status: response.status, body: answer };
}

test('the logs of a whole run have no name, address or payment of a buyer', async () => {
  for (const requestId of ['click-1', 'click-2', 'click-3']) {
    const placed = await send(JSON.stringify(body()), { 'x-request-id': requestId });
    assert.equal(placed.status, 201);
  }
  const clicks = [...ids];
  await sendWhatIsWrong();
  await breakOrders();
  await system.auditWhenSettled();
  await interruptRedis();

  // A line arrives a moment after the answer.
  const lines = await eventually(
    async () => services.flatMap((service) => service.log),
    (all) => all.some((line) => line.level === 'warn' && line['reqId'] !== undefined),
  );
  for (const [i, id] of clicks.entries()) {
    const own = lines.filter((line) => line['order'] === orderHandle(id));
    assert.deepEqual(
      own.map((line) => [line.msg, line['reqId']]),
      [
        ['order placed', `click-${i + 1}`],
        ['order confirmed', undefined],
      ],
    );
  }
  assert.ok(lines.some((line) => line.msg === 'order dead-lettered'));
  const told = lines.filter((line) => TRACES.some((trace) => trace.test(JSON.stringify(line))));
  assert.deepEqual(told, []);
});

test('nothing that a running system tells of itself opens an order', async () => {
  await runLoad();
  const told = [
    ...services.map((service) => JSON.stringify(service.log)),
    await tracesOf(ids),
    ...(await Promise.all(services.map(metricsOf))),
  ].join('\n');
  assert.ok(ids.every((id) => told.includes(orderHandle(id))));
  const open = async (id: string) => (await fetch(`${gateway.address}/v1/orders/${id}`)).status;
  assert.equal(await open(ids[0] ?? ''), 200);
  const opened: string[] = [];
  for (const candidate of idsIn(told)) if ((await open(candidate)) === 200) opened.push(candidate);
  assert.deepEqual(opened, []);
});

async function runLoad(): Promise<void> {
  const generator = services[3];
  const response = await fetch(`${generator?.address}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rps: 20, durationS: 1, mix: [{ ticketId: 'seat', qty: 1 }] }),
  });
  assert.equal(response.status, 201);
  await eventually(
    async () => await (await fetch(`${generator?.address}/stats`)).text(),
    (stats) => stats.includes('"state":"finished"'),
  );
}

// Spans are sent once a second: what is known to come is waited for.
async function tracesOf(orderIds: readonly string[]): Promise<string> {
  const handles = orderIds.map(orderHandle);
  return await eventually(
    async () => Buffer.concat(receiver.bodies).toString('latin1'),
    (text) => handles.every((handle) => text.includes(handle)),
  );
}

async function metricsOf(service: RunningService): Promise<string> {
  return await (await fetch(`${service.address}/metrics`)).text();
}

// Anything that could be an order id, also inside a longer word.
function idsIn(text: string): Set<string> {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[0-9a-z]{28,}/g)) {
    for (let i = 0; i + 28 <= word.length; i++) found.add(word.slice(i, i + 28));
  }
  return found;
}

async function sendWhatIsWrong(): Promise<void> {
  const wrong = [
    JSON.stringify(body({ customer: { name: NAME, email: `${EMAIL}@` } })),
    JSON.stringify(body({ customer: { name: NAME.repeat(100), email: EMAIL } })),
    JSON.stringify(body({ customer: `${NAME} <${EMAIL}>` })),
    JSON.stringify(body({ items: [{ ticketId: NAME, qty: 1 }] })),
    JSON.stringify(body({ items: [{ ticketId: 'seat', qty: EMAIL }] })),
    JSON.stringify(body({ items: [{ ticketId: 'seat', qty: 99 }] })),
    JSON.stringify(body({ paymentMethod: `${PAYMENT}\u0000` })),
    JSON.stringify([body()]),
    JSON.stringify(body()).slice(0, -1),
    `{"__proto__":${JSON.stringify(body())}}`,
    JSON.stringify(body({ note: NAME.repeat(10_000) })),
  ];
  for (const payload of wrong) {
    const { status } = await send(payload);
    assert.ok(status >= 400 && status < 500, `${status}: ${payload.slice(0, 100)}`);
  }
  // In places where it does not belong.
  const elsewhere = encodeURIComponent(EMAIL);
  await send(JSON.stringify(body()), { 'idempotency-key': EMAIL, 'x-request-id': `${NAME}!` });
  await send(JSON.stringify(body()), {}, `/v1/${elsewhere}`);
  for (const path of [`/orders/${elsewhere}`, `/tickets?event=${elsewhere}`, `/%ff${elsewhere}`]) {
    await fetch(`${gateway.address}${path}`);
  }
  const asText = await fetch(`${gateway.address}/orders`, { method: 'POST', body: NAME });
  assert.equal(asText.status, 415);
}

// One order whose record can't be read, one whose script fails.
async function breakOrders(): Promise<void> {
  const worker = services[1];
  assert.ok(worker !== undefined);
  process.kill(worker.pid, 'SIGSTOP');
  const broken = await send(JSON.stringify(body()));
  const items = { place: ORDER_ITEMS, text: `${NAME}:1` };
  await editOrder(system.redis, broken.body.orderId ?? '', items);
  process.kill(worker.pid, 'SIGCONT');
  await worker.logged((line) => line.msg === 'order dead-lettered');
}

async function interruptRedis(): Promise<void> {
  process.kill(system.redis.pid, 'SIGSTOP');
  try {
    assert.equal((await send(JSON.stringify(body()))).status, 503);
  } finally {
    process.kill(system.redis.pid, 'SIGCONT');
  }
  await system.redis.command('CONFIG', 'SET', 'maxmemory', '1');
  await eventually(
    async () => (await fetch(`${gateway.address}/readyz`)).status,
    (status) => status === 200,
  );
  assert.equal((await send(JSON.stringify(body()))).status, 503);
  await system.redis.command('CONFIG', 'SET', 'maxmemory', '0');
}
