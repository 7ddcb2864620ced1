import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureWorkerGroup,
  finishOrders,
  type Ledger,
  PAYMENTS_SWEEP_KEY,
  writePayment,
} from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { addOrders, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Scale } from './measure/benchmark.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { absolute } from './measure/rounds.ts';

const HOLD_MS = 3_600_000;
const SHOP_URL = 'http://shop.example';
const BANK_TOKEN = 'token-of-the-bank';
const SECRET = Buffer.alloc(32, 7).toString('base64');
/** Buyers, or messages, at once. */
const AT_ONCE = 64;
const TOTAL_MINOR = 3700;
/** Far more than a provider allows: the process is measured, not its pace. */
const CALLS_PER_S = 1000;

/** What one process of payments does in a second, and what a sweep of many open payments takes. */
export const payments: Benchmark = {
  name: 'payments',
  about: 'checkouts and webhooks a second by one process, and a sweep of 50,000 open payments',
  run: async (scale) => {
    const figures = { checkouts: [], webhooks: [] } as Record<string, number[]>;
    for (let round = 0; round < scale.rounds; round++) {
      const { checkouts, webhooks } = await measurePace(scale);
      figures['checkouts']?.push(checkouts);
      figures['webhooks']?.push(webhooks);
    }
    const open = Math.ceil(scale.backlog / 2.4);
    const sweeps: Awaited<ReturnType<typeof measureSweep>>[] = [];
    for (let round = 0; round < Math.min(scale.rounds, 3); round++) {
      sweeps.push(await measureSweep(scale, open));
    }
    const what = `a sweep of ${open.toLocaleString('en')} open payments`;
    const goal = undefined;
    return [
      absolute({
        what: 'checkouts started by one payments process, with the bank beside it',
        ...{ unit: '/s', ours: figures['checkouts'] ?? [], goal },
      }),
      absolute({
        what: 'webhooks that confirm an order, taken by one payments process',
        ...{ unit: '/s', ours: figures['webhooks'] ?? [], goal },
      }),
      absolute({ what: `${what}, time`, unit: 's', ours: sweeps.map(({ s }) => s), goal }),
      absolute({ what: `${what}, calls`, unit: '', ours: sweeps.map(({ calls }) => calls), goal }),
    ];
  },
};

/** Redis, the bank and one payments process. */
async function openTrade(scale: Scale, { sweepMs }: { sweepMs: number }) {
  const redis = await startBenchRedis(scale);
  const folder = await mkdtemp(join(tmpdir(), 'onsale-bench-bank-'));
  const ledger = await openBenchLedger(redis);
  await ensureWorkerGroup(ledger.redis, 0);
  const secrets = { BANK_TOKEN, BANK_WEBHOOK_SECRET: `whsec_${SECRET}` };
  const bank = await startReady('bank', {
    core: 'rest',
    environment: { ...secrets, DATA_DIR: folder, WEBHOOK_URL: 'http://127.0.0.1:9/none' },
  });
  const bankUrl = await bank.url();
  const startPayments = async () =>
    await startReady('payments', {
      core: 'measured',
      environment: {
        ...secrets,
        ...{ REDIS_URL: redis.url, PUBLIC_URL: SHOP_URL, BANK_URL: bankUrl },
        ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true' },
        ...{ PAYMENT_CALLS_PER_S: String(CALLS_PER_S), PAYMENT_SWEEP_MS: String(sweepMs) },
        LOG_LEVEL: 'info',
      },
    });
  const close = async () => {
    await bank.stop();
    await redis.stop();
    await rm(folder, { recursive: true });
  };
  return { redis, ledger, bankUrl, startPayments, close };
}

async function measurePace(scale: Scale): Promise<{ checkouts: number; webhooks: number }> {
  const trade = await openTrade(scale, { sweepMs: 3_600_000 });
  const service = await trade.startPayments();
  try {
    const url = await service.url();
    const orderIds = await holdOrders(trade.ledger, Math.ceil(scale.backlog / 40));
    const checkoutIds = new Map<string, string>();
    const checkouts = await perSecond(orderIds, async (orderId) => {
      const answer = await post(`${url}/orders/${orderId}/payment`, '', {});
      checkoutIds.set(orderId, (JSON.parse(answer) as { url: string }).url.split('/').at(-1) ?? '');
    });
    const webhooks = await perSecond(orderIds, async (orderId) => {
      const body = messageOf(orderId, checkoutIds.get(orderId) ?? '');
      await post(`${url}/webhooks/bank`, body, sign(orderId, body));
    });
    return { checkouts, webhooks };
  } finally {
    await service.stop();
    await trade.close();
  }
}

async function measureSweep(scale: Scale, open: number): Promise<{ s: number; calls: number }> {
  const trade = await openTrade(scale, { sweepMs: 250 });
  try {
    const orderIds = await holdOrders(trade.ledger, open);
    await perSecond(orderIds, async (orderId) => {
      await openPayment(trade.ledger, orderId, await openCheckout(trade.bankUrl, orderId));
    });
    const service = await trade.startPayments();
    const startedAtMs = performance.now();
    await eventually(
      () => trade.redis.command('HGET', PAYMENTS_SWEEP_KEY, 'mark'),
      (mark) => mark !== null,
      600_000,
    );
    const s = (performance.now() - startedAtMs) / 1000;
    const metrics = await (await fetch(`${await service.url()}/metrics`)).text();
    await service.stop();
    return { s, calls: sumOf(metrics, 'onsale_provider_calls_total') };
  } finally {
    await trade.close();
  }
}

async function holdOrders(ledger: Ledger, count: number): Promise<string[]> {
  const ids = await addOrders(ledger, count, {
    fields: () => ({ holdMs: HOLD_MS, paymentMethod: 'online' }),
  });
  await settleBacklog(ledger, { batch: 64 });
  return ids;
}

// As payments does it, without payments.
async function openPayment(ledger: Ledger, orderId: string, checkoutId: string): Promise<void> {
  await finishOrders(ledger, 0, [{ orderId, step: 'open-payment', giveUpMs: HOLD_MS }]);
  const nowMs = Date.now();
  const attempt = {
    ...{ number: 1, state: 'open' as const, startedAtMs: nowMs, expiresAtMs: nowMs + HOLD_MS },
    ...{ checkoutId, url: `http://bank.example/pay/${checkoutId}` },
  };
  const none = {
    revision: 0,
    amountMinor: TOTAL_MINOR,
    currency: 'EUR',
    refunds: [],
    disputes: [],
  };
  const after = { ...none, provider: 'bank' as const, attempts: [attempt] };
  await writePayment(ledger, orderId, { before: undefined, after, dueInMs: HOLD_MS });
}

async function openCheckout(bankUrl: string, orderId: string): Promise<string> {
  const orderUrl = `${SHOP_URL}/orders/${orderId}`;
  const page = { orderUrl, returnUrl: orderUrl, description: 'Show', currency: 'EUR' };
  const expiresAtMs = Date.now() + HOLD_MS;
  const body = JSON.stringify({ ...page, amountMinor: TOTAL_MINOR, expiresAtMs });
  const headers = { authorization: `Bearer ${BANK_TOKEN}`, 'idempotency-key': orderId };
  return (JSON.parse(await post(`${bankUrl}/checkouts`, body, headers)) as { id: string }).id;
}

function messageOf(orderId: string, id: string): string {
  const nowMs = Date.now();
  const data = {
    ...{ id, paymentId: `pay_${id}`, orderUrl: `${SHOP_URL}/orders/${orderId}`, state: 'paid' },
    ...{ amountMinor: TOTAL_MINOR, currency: 'EUR', createdAtMs: nowMs, expiresAtMs: nowMs },
    ...{ refunds: [], disputes: [] },
  };
  return JSON.stringify({ id: `msg_${id}`, type: 'checkout.paid', createdAtMs: nowMs, data });
}

// As Standard Webhooks has it.
function sign(id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hmac = createHmac('sha256', Buffer.from(SECRET, 'base64'));
  const signature = `v1,${hmac.update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === '' ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text;
}

/** Does it for each, some at a time; returns how many it does in a second. */
async function perSecond<Item>(items: readonly Item[], act: (item: Item) => Promise<void>) {
  const startedAtMs = performance.now();
  const left = items.values();
  const work = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return items.length / ((performance.now() - startedAtMs) / 1000);
}

function sumOf(metrics: string, name: string): number {
  const lines = metrics.split('\n').filter((line) => line.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
