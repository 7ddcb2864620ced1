import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, type ServiceProcess, startService } from '@onsale/testing';

const TOKEN = 'token-of-the-bank';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A message as it came: what it tells, and when. */
export interface Received {
  id: string;
  type: string;
  data: { id: string; state: string; amountMinor: number; currency: string; refunds: unknown[] };
  arrivedAtMs: number;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/** The bank as a real process with a folder and a port of its own, and a receiver of its messages. */
export interface TestBank {
  process: ServiceProcess;
  /** Where its pages are, with a path as behind the door. */
  pages: string;
  messages: Received[];
  /** What the receiver answers; 204 unless changed. */
  receiver: { status: number };
  call(method: string, path: string, body?: object, key?: string): Promise<Answer>;
  /** A new checkout of its own order. */
  open(
    change?: object,
    key?: string,
  ): Promise<Record<string, unknown> & { id: string; url: string }>;
  kill(): Promise<void>;
  /** Starts it again, in the same place. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBank(environment: Record<string, string> = {}): Promise<TestBank> {
  const [port = 0] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'onsale-bank-'));
  const messages: Received[] = [];
  const receiver = { status: 204 };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      if (receiver.status === 204) {
        messages.push({ ...(JSON.parse(text) as Received), arrivedAtMs: performance.now() });
      }
      response.writeHead(receiver.status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let orders = 0;
  const bank: TestBank = {
    process: undefined as unknown as ServiceProcess,
    pages: `${url}/bank`,
    messages,
    receiver,
    call: async (method, path, body, key) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      return { status: response.status, body: answer, headers: response.headers };
    },
    open: async (change = {}, key?: string) => {
      orders += 1;
      const request = { ...newCheckout(`order-${orders}`, url), ...change };
      const { body } = await bank.call('POST', '/checkouts', request, key);
      return body as Awaited<ReturnType<TestBank['open']>>;
    },
    kill: async () => {
      bank.process.signal('SIGKILL');
      await bank.process.exited;
    },
    start: async () => {
      bank.process = startService('bank', {
        DATA_DIR: folder,
        PORT: String(port),
        PUBLIC_URL: bank.pages,
        BANK_TOKEN: TOKEN,
        BANK_WEBHOOK_SECRET: SECRET,
        WEBHOOK_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        ...environment,
      });
      await bank.process.ready();
    },
    stop: async () => {
      await bank.process.stop();
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
  await bank.start();
  return bank;
}

function newCheckout(order: string, url: string) {
  return {
    orderUrl: `${url}/orders/${order}`,
    // Something that answers, on another site than the page.
    returnUrl: `${url.replace('127.0.0.1', 'localhost')}/livez?order=${order}`,
    description: 'The Show',
    amountMinor: 4200,
    currency: 'EUR',
    expiresAtMs: Date.now() + 35 * 60_000,
  };
}
