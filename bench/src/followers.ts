import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { eventually, startSystem } from '@onsale/testing';

// What followers cost one gateway: many buyers, each with an order and a connection, wait on
// server-sent events until a worker starts and settles everything. The followers are in a second
// process, so that the gateway's memory is only its own. The limit applies to the most that the
// gateway, which has placed their orders too, ever uses.

/** Orders in flight while they are placed. */
const PLACED_AT_ONCE = 64;
/** Connections being opened at a time: fewer than the server's queue holds. */
const OPENED_AT_ONCE = 200;
const PATIENCE_MS = 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    followers: { type: 'string', default: '10000' },
    // Megabytes that the gateway may use.
    limit: { type: 'string', default: '260' },
  },
});
if (positionals[0] === 'crowd') await followAll(positionals[1] ?? '');
else await measure(Number(values.followers), Number(values.limit));

async function measure(followers: number, limitMb: number): Promise<void> {
  const system = await startSystem({
    capacity: 1_000_000,
    redisArgs: ['--appendfsync', 'always'],
    // All come from one address, which would be refused if it were a buyer's.
    environment: { LOG_ORDERS: 'off', TRUSTED_PROXIES: '127.0.0.1' },
  });
  const gateway = await system.startGateway();
  const url = gateway.address;
  const started = await readMemory(gateway.pid);
  const orderIds = await placeOrders(url, followers);
  const placed = await readMemory(gateway.pid);

  const crowd = fork(fileURLToPath(import.meta.url), ['crowd', url]);
  const exited = once(crowd, 'exit');
  crowd.send(orderIds);
  const openedAt = performance.now();
  const [{ pending }] = (await once(crowd, 'message')) as [{ pending: number }];
  const openS = (performance.now() - openedAt) / 1000;
  const following = await readMemory(gateway.pid);

  const settledAt = performance.now();
  const [[{ confirmed }]] = (await Promise.all([once(crowd, 'message'), system.startWorker()])) as [
    [{ confirmed: number }],
    unknown,
  ];
  const settleS = (performance.now() - settledAt) / 1000;
  await exited;
  const report = await system.auditWhenSettled();
  const metrics = async () => await (await fetch(`${url}/metrics`)).text();
  // Nobody follows any more: nothing may be left of it.
  await eventually(metrics, (text) => /^onsale_order_followers\{[^}]*\} 0$/m.test(text));
  const over = await readMemory(gateway.pid);
  await system.stop();

  const show = (what: string, { rss, peak }: Memory) =>
    print(`${what.padEnd(34)} ${rss.toFixed(0).padStart(4)} MB, peak ${peak.toFixed(0)} MB`);
  print(
    `${pending} of ${followers} followers saw their order pending (opened in ${openS.toFixed(1)} s)`,
  );
  print(
    `${confirmed} of ${followers} heard it settle, ${settleS.toFixed(1)} s after a worker was started`,
  );
  print('memory of the gateway (RSS):');
  show('  started', started);
  show(`  ${followers} orders placed`, placed);
  show(`  ${followers} follow`, following);
  show('  all have heard and gone', over);
  const added = over.peak - placed.rss;
  const each = ((following.rss - placed.rss) * 1024) / followers;
  print(`a follower weighs ${each.toFixed(1)} KB; all add ${added.toFixed(0)} MB at the peak`);
  print(`audit: ${report.problems.length === 0 ? 'clean' : report.problems.join('; ')}`);
  if (
    pending < followers ||
    confirmed < followers ||
    over.peak > limitMb ||
    report.problems.length > 0
  ) {
    print(`broken: every follower must hear, within ${limitMb} MB of the gateway`);
    process.exitCode = 1;
  }
}

async function placeOrders(url: string, count: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: PLACED_AT_ONCE });
  const body = JSON.stringify({
    customer: { name: 'Ada', email: 'ada@example.com' },
    items: [{ ticketId: 'seat', qty: 1 }],
    paymentMethod: 'credit_card',
  });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const placeOne = async () => {
    const sent = request(`${url}/v1/orders`, { method: 'POST', agent, headers }).end(body);
    const [response] = (await once(sent, 'response')) as [AsyncIterable<Buffer>];
    let text = '';
    for await (const chunk of response) text += chunk.toString();
    return (JSON.parse(text) as { orderId: string }).orderId;
  };
  const orderIds: string[] = [];
  const buyer = async () => {
    for (let left = count - orderIds.length; left > 0; left = count - orderIds.length) {
      orderIds.push(await placeOne());
    }
  };
  await Promise.all(Array.from({ length: PLACED_AT_ONCE }, buyer));
  agent.destroy();
  return orderIds.slice(0, count);
}

interface Memory {
  rss: number;
  /** The maximum since the process started. */
  peak: number;
}

async function readMemory(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 'NaN') / 1024;
  return { rss: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** The second process: reports how many saw their order pending, then how many saw it confirmed. */
async function followAll(url: string): Promise<void> {
  const [orderIds] = (await once(process, 'message')) as [string[]];
  const { hostname, port } = new URL(url);
  const giveUp = AbortSignal.timeout(PATIENCE_MS);
  const ends: Promise<boolean>[] = [];
  const followOne = async (orderId: string) => {
    const socket = connect(Number(port), hostname);
    let seen = '';
    const opened = Promise.withResolvers<boolean>();
    ends.push(
      new Promise((resolve) => {
        const end = () => {
          opened.resolve(false);
          socket.destroy();
          resolve(seen.includes('"confirmed"'));
        };
        socket.on('data', (chunk) => {
          seen += chunk.toString();
          if (seen.includes('"pending"')) opened.resolve(true);
          if (seen.includes('"confirmed"')) end();
        });
        socket.on('error', end).on('close', end);
        giveUp.addEventListener('abort', end);
      }),
    );
    socket.write(`GET /v1/orders/${orderId}/stream HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`);
    return await opened.promise;
  };
  let pending = 0;
  const waiting = orderIds.values();
  const opener = async () => {
    for (const orderId of waiting) if (await followOne(orderId)) pending += 1;
  };
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, opener));
  process.send?.({ pending });
  const heard = await Promise.all(ends);
  process.send?.({ confirmed: heard.filter(Boolean).length });
  process.disconnect?.();
  process.exit();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
