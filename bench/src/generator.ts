import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, cpus } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { Generator } from '@onsale/workload-generator/src/generator.ts';

// How exact the workload generator is and what it costs, compared with autocannon at the same rate.
// Server and tools are separate processes, one at a time: `npm run bench -- generator [seconds]`.

const RATES = [100, 1000, 5000, 10_000];
const HIGH_RATES = [15_000, 20_000, 25_000, 30_000];
const CONNECTIONS = 128;
const BODY = JSON.stringify({
  customer: { name: 'Ada Brandt', email: 'ada@load.example' },
  items: [{ ticketId: 'standing', qty: 2 }],
  paymentMethod: 'credit_card',
});

interface Measured {
  sent: number;
  rate: number;
  rateError: number;
  lagP99: number | null;
  p50: number | null;
  p99: number | null;
  dropped: number;
  /** Share of one core. */
  cpu: number;
  cpuPerRequestUs: number;
}

const [role = '10', url = '', rate = '0', seconds = '10'] = process.argv.slice(2);
if (role === 'server') await serve();
else if (role === 'ours') await measureOurs(url, Number(rate), Number(seconds));
else if (role === 'autocannon') await measureAutocannon(url, Number(rate), Number(seconds));
else await compare(Number(role));

async function compare(durationS: number): Promise<void> {
  print(
    `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
  );
  print(`${durationS} s each, ${CONNECTIONS} connections, against a bare node:http server\n`);
  print(
    'tool        target/s     sent  rate error  lag p99   p50      p99     dropped  CPU  a request',
  );
  for (const target of RATES) {
    show('generator', target, await measure('ours', target, durationS));
    show('autocannon', target, await measure('autocannon', target, durationS));
  }
  for (const target of HIGH_RATES) {
    show('generator', target, await measure('ours', target, durationS));
  }
}

async function measure(tool: string, target: number, durationS: number): Promise<Measured> {
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), 'server']);
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const args = [tool, String(line).trim(), String(target), String(durationS)];
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const measured = JSON.parse(await text(child.stdout)) as Measured;
  server.kill();
  await once(server, 'exit');
  return measured;
}

function show(tool: string, target: number, measured: Measured): void {
  const { sent, rateError, lagP99, p50, p99, dropped, cpu, cpuPerRequestUs } = measured;
  print(
    [
      tool.padEnd(11),
      String(target).padStart(8),
      String(sent).padStart(9),
      `${(rateError * 100).toFixed(3)} %`.padStart(11),
      `${lagP99?.toFixed(2) ?? '-'} ms`.padStart(9),
      `${p50?.toFixed(2) ?? '-'} ms`.padStart(9),
      `${p99?.toFixed(2) ?? '-'} ms`.padStart(10),
      String(dropped).padStart(7),
      `${(cpu * 100).toFixed(0)} %`.padStart(6),
      `${cpuPerRequestUs.toFixed(0)} µs`.padStart(8),
    ].join(' '),
  );
}

async function measureOurs(target: string, rps: number, durationS: number): Promise<void> {
  const settings = { TARGET_API: target, TARGET_RPS: rps, MAX_RPS: 1e6, MAX_DURATION_S: 3600 };
  const generator = new Generator({ ...settings, MAX_IN_FLIGHT: 50_000 });
  // Both tools' CPU counts from their first request.
  const run = await generator.start({ durationS, connections: CONNECTIONS, followMaxPerS: 0 });
  const spent = meter();
  await run.ended;
  const { sent, dropped, averageRps, latency, schedulerLag } = run.stats();
  tell({
    sent,
    rate: averageRps,
    rateError: Math.abs(averageRps / rps - 1),
    lagP99: schedulerLag.run.p99,
    p50: latency.run.p50,
    p99: latency.run.p99,
    dropped,
    ...spent(sent),
  });
}

async function measureAutocannon(target: string, rps: number, durationS: number): Promise<void> {
  const spent = meter();
  const result = await autocannon({
    url: `${target}/orders`,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'load-12345' },
    body: BODY,
    connections: CONNECTIONS,
    overallRate: rps,
    duration: durationS,
  });
  const measuredRate = result.requests.sent / result.duration;
  tell({
    sent: result.requests.sent,
    rate: measuredRate,
    rateError: Math.abs(measuredRate / rps - 1),
    lagP99: null,
    p50: result.latency.p50,
    p99: result.latency.p99,
    dropped: 0,
    ...spent(result.requests.sent),
  });
}

function meter(): (requests: number) => Pick<Measured, 'cpu' | 'cpuPerRequestUs'> {
  const startMs = performance.now();
  const start = process.cpuUsage();
  return (requests) => {
    const { user, system } = process.cpuUsage(start);
    return {
      cpu: (user + system) / 1000 / (performance.now() - startMs),
      cpuPerRequestUs: (user + system) / requests,
    };
  };
}

function tell(measured: Measured): void {
  process.stdout.write(JSON.stringify(measured));
  process.exit(0);
}

async function serve(): Promise<void> {
  const answer = JSON.stringify({ orderId: 'order-1', status: 'pending' });
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const headers = { 'content-type': 'application/json', 'content-length': answer.length };
      response.writeHead(request.method === 'GET' ? 200 : 201, headers).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  print(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
