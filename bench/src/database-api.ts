import { connect } from 'node:net';
import { startRedis, startService } from '@onsale/testing';

// Measures what Redis and the door cost: GET of a small value at the database API, against the bare
// request rate of the gateway (GET /livez, which touches nothing). Rounds alternate, so that a
// machine that slows down slows both; the medians are compared. One process each, a real Redis.
const ROUNDS = 7;
const ROUND_MS = 3000;
const WARM_UP_MS = 2000;
const CONNECTIONS = 64;

const GOAL = 0.8;

const redis = await startRedis();
const gateway = startService('gateway', { REDIS_URL: redis.url, LOG_LEVEL: 'info' });
const database = startService('database-api', { REDIS_URL: redis.url, API_TOKEN: 'bench' });
try {
  const bare = { url: await gateway.url(), path: '/livez' };
  const read = { url: await database.url(), path: '/v1/redis/user%3A1001' };
  await createSmallValue(read.url);
  for (const target of [bare, read]) await measure(target, WARM_UP_MS);
  const rates: { bare: number[]; read: number[] } = { bare: [], read: [] };
  for (let round = 0; round < ROUNDS; round++) {
    rates.bare.push(await measure(bare, ROUND_MS));
    rates.read.push(await measure(read, ROUND_MS));
  }
  const ratio = median(rates.read) / median(rates.bare);
  print(`gateway GET /livez          ${describe(rates.bare)}`);
  print(`database API GET /redis/key ${describe(rates.read)}`);
  print(`ratio of the medians        ${ratio.toFixed(2)} (goal: at least ${GOAL})`);
} finally {
  await Promise.all([gateway.stop(), database.stop()]);
  await redis.stop();
}

async function createSmallValue(url: string): Promise<void> {
  const ready = async () => (await fetch(`${url}/readyz`)).ok;
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  const answer = await fetch(`${url}/v1/redis`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body: '{"key":"user:1001","value":{"name":"Alice","age":25,"role":"admin"}}',
  });
  if (answer.status !== 201) throw new Error(`the value could not be created: ${answer.status}`);
}

// Requests a second, of 64 connections with one request under way each. Raw sockets, because any
// HTTP client would need more of the second core than the server needs of the first.
async function measure(target: { url: string; path: string }, durationMs: number): Promise<number> {
  const { hostname, port, host } = new URL(target.url);
  const request =
    `GET ${target.path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer bench\r\n` +
    'accept: application/json\r\n\r\n';
  let answers = 0;
  const start = performance.now();
  const deadline = start + durationMs;
  await Promise.all(
    Array.from(
      { length: CONNECTIONS },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({ host: hostname, port: Number(port), noDelay: true });
          let received = '';
          socket.setEncoding('latin1');
          socket.on('error', reject);
          socket.on('connect', () => socket.write(request));
          socket.on('data', (chunk: string) => {
            received += chunk;
            if (!isWhole(received)) return;
            if (!received.startsWith('HTTP/1.1 200')) {
              reject(new Error(received));
              socket.destroy();
              return;
            }
            received = '';
            answers++;
            if (performance.now() < deadline) {
              socket.write(request);
              return;
            }
            socket.destroy();
            resolve();
          });
        }),
    ),
  );
  return (answers * 1000) / (performance.now() - start);
}

function isWhole(received: string): boolean {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1];
  return length !== undefined && received.length >= end + 4 + Number(length);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function describe(rates: readonly number[]): string {
  const [low, high] = [Math.min(...rates), Math.max(...rates)];
  const shown = [median(rates), low, high].map((rate) => Math.round(rate).toLocaleString('en'));
  return `${shown[0]} requests/s (${shown[1]} to ${shown[2]})`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
