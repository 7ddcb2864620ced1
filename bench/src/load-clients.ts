import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LoadClient, RequestText } from '@onsale/load-client';
import { Pool } from 'undici';
import { interleave, summarize } from './measure/rounds.ts';

// What a request of a load costs with the generator's own client and with undici, both paced by the
// same clock, against the same server: `node bench/src/load-clients.ts` (decision 006).

const RATES = [5000, 10_000];
const ROUNDS = 5;
const CONNECTIONS = 256;
const WARM_UP_MS = 2000;
const MEASURED_MS = 5000;
const MAX_BURST = 500;
const PROGRAM = fileURLToPath(import.meta.url);
const ANSWER_BODY = JSON.stringify({ orderId: '0'.repeat(28), status: 'pending', message: 'ok' });
const ANSWER =
  'HTTP/1.1 201 Created\r\ncontent-type: application/json; charset=utf-8\r\n' +
  'x-request-id: 0123456789abcdef\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\n' +
  'date: Thu, 26 Nov 2026 00:00:00 GMT\r\nconnection: keep-alive\r\nkeep-alive: timeout=72\r\n' +
  `content-length: ${ANSWER_BODY.length}\r\n\r\n${ANSWER_BODY}`;

type Client = 'ours' | 'undici';
interface Figures {
  cpuUs: number;
  ratePercent: number;
  lagP99Ms: number;
  failed: number;
}
type Send = (number: number, done: (isRight: boolean) => void) => void;

const [role = 'compare', url = '', rps = '0'] = process.argv.slice(2);
if (role === 'server') serve();
else if (role === 'compare') await compare();
else await measure(role === 'undici' ? throughUndici(url) : throughOurs(url), Number(rps));

async function compare(): Promise<void> {
  const server = spawn(process.execPath, [PROGRAM, 'server']);
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  for (const rate of RATES) {
    const all: Record<Client, Figures[]> = { ours: [], undici: [] };
    const run = (client: Client) => async () => {
      const args = [PROGRAM, client, String(line).trim(), String(rate)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const figures = JSON.parse(await text(child.stdout)) as Figures;
      all[client].push(figures);
      return figures.cpuUs;
    };
    const { ours, undici } = await interleave(ROUNDS, { ours: run('ours'), undici: run('undici') });
    for (const client of ['ours', 'undici'] as const) {
      const median = (name: keyof Figures) =>
        summarize(all[client].map((each) => each[name])).median;
      print(
        `${rate}/s ${client.padEnd(6)} ${median('cpuUs').toFixed(1)} µs of CPU a request, rate off by ` +
          `${median('ratePercent').toFixed(3)} %, lag p99 ${median('lagP99Ms').toFixed(1)} ms, ` +
          `${median('failed')} failed`,
      );
    }
    const ratios = undici.map((cpuUs, round) => cpuUs / (ours[round] ?? Number.NaN));
    print(`${rate}/s undici takes ${summarize(ratios).median.toFixed(2)} times the CPU of ours`);
  }
  server.kill();
}

function throughOurs(target: string): Send {
  const client = new LoadClient(new URL(target), { connections: CONNECTIONS });
  const requests = new RequestText(new URL(target));
  return (number, done) => {
    const exchange = {
      text: requests.order(orderOf(number), `key-${number}`),
      timeoutMs: 10_000,
      writtenMs: 0,
      keepsBody: () => false,
      answered: (status: number) => done(status === 201),
      failed: () => done(false),
    };
    client.send(exchange, performance.now());
  };
}

function throughUndici(target: string): Send {
  const { origin, pathname } = new URL(target);
  const pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: 10_000 });
  return (number, done) => {
    let status = 0;
    pool.dispatch(
      {
        method: 'POST',
        path: `${pathname}/orders`,
        headers: ['content-type', 'application/json', 'idempotency-key', `key-${number}`],
        body: orderOf(number),
      },
      {
        onRequestStart() {},
        onResponseStart: (_controller, statusCode) => void (status = statusCode),
        onResponseData() {},
        onResponseEnd: () => done(status === 201),
        onResponseError: () => done(false),
      },
    );
  };
}

// As the engine does: due requests are sent once a millisecond, no matter what has been answered.
async function measure(send: Send, rate: number): Promise<void> {
  const lag = createHistogram();
  const startMs = performance.now();
  let [sent, failed] = [0, 0];
  const dueMs = () => startMs + (sent * 1000) / rate;
  const tick = () => {
    for (let burst = 0; burst < MAX_BURST && dueMs() <= performance.now(); burst++) {
      lag.record(Math.max(1, Math.round((performance.now() - dueMs()) * 1000)));
      send(++sent, (isRight) => void (failed += isRight ? 0 : 1));
    }
    setTimeout(tick, 1);
  };
  tick();
  await delay(WARM_UP_MS);
  const before = { sent, atMs: performance.now(), cpu: process.cpuUsage() };
  lag.reset();
  await delay(MEASURED_MS);
  const { user, system } = process.cpuUsage(before.cpu);
  const requests = sent - before.sent;
  const measuredRate = requests / ((performance.now() - before.atMs) / 1000);
  const figures: Figures = {
    cpuUs: (user + system) / requests,
    ratePercent: Math.abs(measuredRate / rate - 1) * 100,
    lagP99Ms: lag.percentile(99) / 1000,
    failed,
  };
  process.stdout.write(JSON.stringify(figures), () => process.exit(0));
}

function orderOf(number: number): string {
  return JSON.stringify({
    customer: { name: `Ada Brandt ${number}`, email: `buyer.${number}@load.example` },
    items: [{ ticketId: 'standing', qty: 2 }],
    paymentMethod: 'credit_card',
  });
}

// Raw sockets, so that the server is not what is measured.
function serve(): void {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('data', () => void socket.write(ANSWER));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    print(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
