import { once } from 'node:events';
import { connect } from 'node:net';
import {
  countsKey,
  orderChannel,
  orderKey,
  orderStreamKey,
  stockKey,
  WORKER_GROUP,
} from '@onsale/ledger';
import { loadScript } from '../../../packages/ledger/src/script.ts';
import { createClient } from '@redis/client';

// The least that settling can cost: the script of the worker with its batches, all calls made up
// before, and sent through one socket so that Redis never waits.

const BATCH = 64;
/** Calls on their way at once. */
const WINDOW = 16;
const PAGE = 10_000;

const path = process.env['REDIS_SOCKET'] ?? '';
const script = loadScript('settle');

process.on('message', () => {
  measure().then(
    (ordersPerS) => process.send?.({ ordersPerS }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

async function measure(): Promise<number> {
  const entries = await readAll();
  const calls: Buffer[] = [];
  for (let i = 0; i < entries.length; i += BATCH) {
    calls.push(encode(settleCommand(entries.slice(i, i + BATCH))));
  }
  const startedAt = performance.now();
  await sendAll(calls);
  return (entries.length * 1000) / (performance.now() - startedAt);
}

interface Entry {
  id: string;
  orderId: string;
}

async function readAll(): Promise<Entry[]> {
  const redis = createClient({ socket: { path, tls: false }, RESP: 2 });
  await redis.connect();
  const stream = orderStreamKey(0);
  await redis.sendCommand(['XGROUP', 'CREATE', stream, WORKER_GROUP, '0']).catch((error: Error) => {
    if (!error.message.startsWith('BUSYGROUP')) throw error;
  });
  await redis.sendCommand(['SCRIPT', 'LOAD', script.source]);
  const entries: Entry[] = [];
  for (;;) {
    const read = ['XREADGROUP', 'GROUP', WORKER_GROUP, 'raw', 'COUNT', String(PAGE)];
    const reply = await redis.sendCommand<[string, [string, string[]][]][] | null>([
      ...read,
      'STREAMS',
      stream,
      '>',
    ]);
    if (reply === null) break;
    for (const [id, fields] of reply[0]?.[1] ?? []) {
      entries.push({ id, orderId: fields[fields.indexOf('order') + 1] ?? '' });
    }
  }
  await redis.close();
  return entries;
}

function settleCommand(entries: readonly Entry[]): string[] {
  const keys = [orderStreamKey(0), stockKey(0), countsKey(0)];
  const args = [WORKER_GROUP];
  for (const { id, orderId } of entries) {
    keys.push(orderKey(0, orderId));
    args.push(id, orderChannel(0, orderId));
  }
  return ['EVALSHA', script.sha1, String(keys.length), ...keys, ...args];
}

function encode(command: readonly string[]): Buffer {
  const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
  return Buffer.from(`*${command.length}\r\n${parts.join('')}`);
}

async function sendAll(calls: readonly Buffer[]): Promise<void> {
  const socket = connect(path);
  await once(socket, 'connect');
  let sent = 0;
  let answered = 0;
  let text = '';
  const send = () => {
    while (sent < calls.length && sent - answered < WINDOW) socket.write(calls[sent++] ?? '');
  };
  const done = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.startsWith('-')) reject(new Error(text));
      // Each answer is a string of letters: "$64\r\nccc...\r\n".
      for (let end = endOfAnswer(text); end > 0; end = endOfAnswer(text)) {
        if (!/^\$\d+\r\n[cr]+\r\n$/.test(text.slice(0, end))) {
          reject(new Error(`settle answered ${text.slice(0, end)}`));
        }
        text = text.slice(end);
        answered += 1;
      }
      if (answered === calls.length) resolve();
      else send();
    });
  });
  send();
  await done;
  socket.destroy();
}

function endOfAnswer(text: string): number {
  const head = text.indexOf('\r\n');
  return head < 0
    ? -1
    : text.indexOf('\r\n', head + 2) + (text.indexOf('\r\n', head + 2) < 0 ? 0 : 2);
}
