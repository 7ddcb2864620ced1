import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ensureWorkerGroup, orderStreamKey, settleCall, WORKER_GROUP } from '@onsale/ledger';
import { createClient } from '@redis/client';
import { loadScript } from '@onsale/redis';

// The least that settling can cost: the worker's function and batches, read and settled through one
// socket with hand-made commands, so that Redis always has the next one waiting. No client, no
// retries, no metrics.

const BATCH = 64;
const BATCHES_PER_READ = 8;
/** Entries in flight at a time, read or being settled. */
const WINDOW = BATCH * BATCHES_PER_READ * 4;

const path = process.env['REDIS_SOCKET'] ?? '';
const script = loadScript(
  new URL('../../../packages/ledger/src/orders/settle.lua', import.meta.url),
);
const readCommand = encode([
  ...['XREADGROUP', 'GROUP', WORKER_GROUP, 'raw', 'COUNT', String(BATCH * BATCHES_PER_READ)],
  ...['STREAMS', orderStreamKey(0), '>'],
]);

process.on('message', () => {
  measure().then(
    (ordersPerS) => process.send?.({ ordersPerS }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

async function measure(): Promise<number> {
  const redis = createClient({ socket: { path, tls: false }, RESP: 2 });
  await redis.connect();
  const command = (_key: string, args: readonly string[]) => redis.sendCommand<never>(args);
  await ensureWorkerGroup({ command, nodes: async () => [] }, 0);
  await redis.close();
  const socket = connect(path);
  await once(socket, 'connect');
  const startedAt = performance.now();
  const orders = await settleAll(socket);
  const seconds = (performance.now() - startedAt) / 1000;
  socket.destroy();
  return orders / seconds;
}

async function settleAll(socket: Socket): Promise<number> {
  // Redis replies in the order of the commands: the number of entries of each, 0 for a read.
  const expected: number[] = [];
  let onTheirWay = 0;
  let settled = 0;
  let empty = false;
  const mayRead = () => !empty && onTheirWay < WINDOW;
  const read = () => {
    expected.push(0);
    onTheirWay += BATCH * BATCHES_PER_READ;
    socket.write(readCommand);
  };
  const settle = (entries: readonly Entry[]) => {
    expected.push(entries.length);
    socket.write(encode(settleCommand(entries)));
  };
  return await new Promise((resolve, reject) => {
    const answered = (text: string) => {
      const count = expected.shift();
      if (text.startsWith('-')) reject(new Error(text));
      else if (count === 0) {
        const entries = entriesOf(text);
        empty ||= entries.length === 0;
        onTheirWay += entries.length - BATCH * BATCHES_PER_READ;
        for (let i = 0; i < entries.length; i += BATCH) settle(entries.slice(i, i + BATCH));
      } else {
        if (!/^\$\d+\r\n[cr]+\r\n$/.test(text)) reject(new Error(`settle answered ${text}`));
        settled += count ?? 0;
        onTheirWay -= count ?? 0;
      }
      while (mayRead()) read();
      if (empty && expected.length === 0) resolve(settled);
    };
    socket.on('error', reject);
    onAnswers(socket, answered);
    read();
  });
}

interface Entry {
  id: string;
  orderId: string;
}

// Of each entry: its id, and the fields v and order.
const ENTRY =
  /\$\d+\r\n(\d+-\d+)\r\n\*4\r\n\$1\r\nv\r\n\$1\r\n1\r\n\$5\r\norder\r\n\$28\r\n(\w+)\r\n/g;

function entriesOf(text: string): Entry[] {
  return Array.from(text.matchAll(ENTRY), ([, id = '', orderId = '']) => ({ id, orderId }));
}

function settleCommand(entries: readonly Entry[]): string[] {
  const { keys, args } = settleCall(0, entries, { consecutive: true });
  return ['FCALL', script.name, String(keys.length), ...keys, ...args];
}

function encode(command: readonly string[]): string {
  // All of it is ASCII.
  const parts = command.map((part) => `$${part.length}\r\n${part}\r\n`);
  return `*${command.length}\r\n${parts.join('')}`;
}

// Splits what arrives into replies: a list of entries (or none), or one text.
function onAnswers(socket: Socket, answered: (text: string) => void): void {
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    for (let end = endOfAnswer(received); end > 0; end = endOfAnswer(received)) {
      const answer = received.slice(0, end);
      received = received.slice(end);
      answered(answer);
    }
  });
}

// 0 if the reply is not complete yet.
function endOfAnswer(text: string): number {
  let at = 0;
  let open = 1;
  while (open > 0) {
    const line = text.indexOf('\r\n', at);
    if (line < 0) return 0;
    const size = Number.parseInt(text.slice(at + 1, line), 10);
    const kind = text.charAt(at);
    at = line + 2;
    open -= 1;
    if (kind === '*') open += Math.max(size, 0);
    else if (kind === '$' && size >= 0) {
      at += size + 2;
      if (text.length < at) return 0;
    }
  }
  return at;
}
