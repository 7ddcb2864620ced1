import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  editOrder,
  eventually,
  ORDER_ITEMS,
  type RunningService,
  startSystem,
  type System,
} from '@onsale/testing';

// Everything that could get a buyer's data into a log is done to real processes that log all they
// can; then their logs are searched.

const NAME = 'Wilhelmina Pfefferkorn';
const EMAIL = 'wilhelmina.pfefferkorn@private.example';
const PAYMENT = 'gold_bars_from_the_cellar';
const TRACES = [/wilhelmina/i, /pfefferkorn/i, /private\.example/i, /gold_bars/i];

let system: System;
let services: RunningService[];
let gateway: RunningService;
before(async () => {
  system = await startSystem({ capacity: 5 });
  const environment = { LOG_LEVEL: 'trace', ORDER_LOG: 'all', WORKER_MAX_DELIVERIES: '1' };
  gateway = await system.startGateway(environment);
  services = [gateway, await system.startWorker(environment)];
});
after(() => system.stop());

const body = (changes: Record<string, unknown> = {}) => ({
  customer: { name: NAME, email: EMAIL },
  items: [{ ticketId: 'seat', qty: 1 }],
  paymentMethod: PAYMENT,
  ...changes,
});

async function send(payload: string, headers: Record<string, string> = {}, path = '/v1/orders') {
  const response = await fetch(`${gateway.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: payload,
  });
  return { status: response.status, body: (await response.json()) as { orderId?: string } };
}

test('the logs of a whole run have no name, address or payment of a buyer', async () => {
  const ids: string[] = [];
  for (const requestId of ['click-1', 'click-2', 'click-3']) {
    const placed = await send(JSON.stringify(body()), { 'x-request-id': requestId });
    assert.equal(placed.status, 201);
    ids.push(placed.body.orderId ?? '');
  }
  await sendWhatIsWrong();
  await breakOrders();
  await system.auditWhenSettled();
  await interruptRedis();

  const lines = services.flatMap((service) => service.log);
  for (const [i, id] of ids.entries()) {
    const own = lines.filter((line) => line['orderId'] === id);
    assert.deepEqual(
      own.map((line) => [line.msg, line['reqId']]),
      [
        ['order placed', `click-${i + 1}`],
        ['order confirmed', undefined],
      ],
    );
  }
  assert.ok(lines.some((line) => line.msg === 'order dead-lettered'));
  assert.ok(lines.some((line) => line.level === 'warn' && line['reqId'] !== undefined));
  const told = lines.filter((line) => TRACES.some((trace) => trace.test(JSON.stringify(line))));
  assert.deepEqual(told, []);
});

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
