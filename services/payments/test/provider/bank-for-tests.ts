import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from '@onsale/testing';
import { createBank } from '../../src/provider/bank/bank.ts';
import type { CheckoutRequest, Provider } from '../../src/provider/provider.ts';

const TOKEN = 'token-of-the-bank';
export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface ReceivedMessage {
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
}

/** The bank as a real process, our side of it, and a receiver of its messages. */
export interface TestBank {
  process: ServiceProcess;
  url: string;
  provider: Provider;
  /** All messages so far. */
  messages: ReceivedMessage[];
  /** Calls the API as tests and demos do. */
  control(method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startBank(environment: Record<string, string> = {}): Promise<TestBank> {
  const messages: ReceivedMessage[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      messages.push({ headers: request.headers, rawBody: Buffer.concat(chunks) });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'onsale-bank-'));
  const process = startService('bank', {
    DATA_DIR: folder,
    BANK_TOKEN: TOKEN,
    BANK_WEBHOOK_SECRET: WEBHOOK_SECRET,
    WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/bank`,
    ...environment,
  });
  const url = await process.ready();
  return {
    process,
    url,
    messages,
    provider: createBank({ url, token: TOKEN, webhookSecret: WEBHOOK_SECRET, timeoutMs: 2000 }),
    control: async (method, path, body) => {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(JSON.stringify(answer));
      return answer;
    },
    stop: async () => {
      await process.stop();
      receiver.closeAllConnections();
      receiver.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A checkout as payments would ask for it. */
export function checkoutRequest(key: string, change: Partial<CheckoutRequest> = {}) {
  return {
    key,
    orderUrl: `http://localhost:8080/orders/${key}`,
    returnUrl: `http://localhost:8080/orders/${key}`,
    amountMinor: 4200,
    currency: 'EUR',
    description: 'The Show',
    expiresAtMs: Date.now() + 35 * 60_000,
    ...change,
  } satisfies CheckoutRequest;
}
