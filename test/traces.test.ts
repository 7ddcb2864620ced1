import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openLedger, orderStreamKey, readOrder } from '@onsale/ledger';
import { eventually, startSystem, type System } from '@onsale/testing';
import { startOtlpReceiver } from './otlp-receiver.ts';

let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
let system: System;
before(async () => {
  receiver = await startOtlpReceiver();
  system = await startSystem({ capacity: 100 });
});
after(async () => {
  await system.stop();
  receiver.stop();
});

async function click(address: string, traceparent?: string): Promise<string> {
  const response = await fetch(`${address}/v1/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(traceparent === undefined ? {} : { traceparent }),
    },
    body: JSON.stringify({
      customer: { name: 'Ada', email: 'ada@example.com' },
      items: [{ ticketId: 'seat', qty: 1 }],
      paymentMethod: 'credit_card',
    }),
  });
  assert.equal(response.status, 201);
  return ((await response.json()) as { orderId: string }).orderId;
}

async function spansOf(traceId: string, count: number) {
  return await eventually(
    async () => receiver.spans.filter((span) => span.traceId === traceId),
    (spans) => spans.length >= count,
  );
}

test('one trace leads from the click through the stream to the settlement', async () => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  const gateway = await system.startGateway(environment);
  // A worker that knows nothing of traces settles the order all the same.
  const untraced = await system.startWorker();
  await click(gateway.address);
  await system.auditWhenSettled();
  await untraced.stop();

  const worker = await system.startWorker(environment);
  const traceId = 'a'.repeat(31) + '1';
  await click(gateway.address, `00-${traceId}-${'b'.repeat(16)}-01`);
  const spans = await spansOf(traceId, 3);
  const [request, place, settle] = ['POST /v1/orders', 'place', 'settle'].map((name) =>
    spans.find((span) => span.name === name),
  );
  assert.deepEqual(
    [request, place, settle].map((span) => span?.service),
    ['gateway', 'gateway', 'order-worker'],
  );
  assert.equal(request?.parentId, 'b'.repeat(16));
  assert.equal(place?.parentId, request?.spanId);
  assert.equal(settle?.parentId, place?.spanId);

  // Who began a trace may have decided not to keep it; a broken header begins a new one.
  const unwanted = 'c'.repeat(32);
  await click(gateway.address, `00-${unwanted}-${'d'.repeat(16)}-00`);
  await click(gateway.address, '00-nonsense\u00e9-01');
  await eventually(
    async () => receiver.spans.filter((span) => span.name === 'settle'),
    (settled) => settled.length === 2,
  );
  assert.ok(receiver.spans.every((span) => span.traceId !== unwanted));
  await Promise.all([gateway.stop(), worker.stop()]);
});

test('without an endpoint nothing of a trace reaches the stream', async () => {
  const gateway = await system.startGateway();
  const before = receiver.spans.length;
  const orderId = await click(gateway.address, `00-${'e'.repeat(32)}-${'f'.repeat(16)}-01`);
  const entries = await system.redis.command('XRANGE', orderStreamKey(0), '-', '+');
  assert.deepEqual(
    (entries as [string, string[]][]).map(([, fields]) => fields),
    [['v', '1', 'order', orderId]],
  );
  await gateway.stop();
  assert.equal(receiver.spans.length, before);
});

test('a collector that is away costs no order, and is heard of', async () => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  const gateway = await system.startGateway(environment);
  await system.startWorker(environment);
  const orderId = await click(gateway.address);
  const ledger = await openLedger(system.connection, 1);
  await eventually(
    async () => await readOrder(ledger, orderId),
    (order) => order?.status === 'confirmed',
  );
  await gateway.logged((line) => line.msg === 'traces cannot be sent');
  await gateway.stop();
  assert.equal(await gateway.exited, 0);
});
