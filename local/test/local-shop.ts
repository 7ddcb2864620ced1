import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@onsale/testing';
import { type Running, startLocal } from './start-local.ts';

/** Below the ports that the system gives to connections. */
export const basePort = 20_000 + (process.pid % 1200) * 10;

/** A folder for what `npm start` keeps; `remove` takes it away. */
export async function makeDataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'onsale-local-'));
  return { path, remove: async () => await rm(path, { recursive: true, force: true }) };
}

/** Starts all parts on the ports from `basePort`. */
export function startShop(environment: Record<string, string>): Running {
  return startLocal({
    GATEWAY_PORT: String(basePort),
    WORKER_PORT: String(basePort + 1),
    REDIS_PORT: String(basePort + 2),
    FRONTEND_PORT: String(basePort + 3),
    ...environment,
  });
}

/** Orders one ticket; returns the id of the order. */
export async function buy(gateway: string): Promise<string> {
  const answer = await fetch(`${gateway}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
      items: [{ ticketId: 'cellar-standing', qty: 1 }],
      paymentMethod: 'credit_card',
    }),
  });
  assert.equal(answer.status, 201);
  return ((await answer.json()) as { orderId: string }).orderId;
}

/** Waits until an order is confirmed. */
export async function settled(gateway: string, orderId: string): Promise<void> {
  const order = await eventually(
    async () =>
      (await (await fetch(`${gateway}/v1/orders/${orderId}`)).json()) as { status: string },
    ({ status }) => status !== 'pending',
  );
  assert.equal(order.status, 'confirmed');
}

export async function isListening(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/livez`).catch((error: unknown) => error);
  return !(answer instanceof TypeError && /ECONNREFUSED/.test(String(answer.cause)));
}
