import { connect, type Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import type { Load, LoadResult } from '../measure/load-driver.ts';

// Makes load on an HTTP server by raw sockets: any HTTP client would need more of its core than the
// server needs of the other one.

const KEY = 'KEY';
let keys = 0;

process.on('message', (load: Load) => {
  drive(load).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

async function drive(load: Load): Promise<LoadResult> {
  const { hostname, port } = new URL(load.url);
  const sockets = await Promise.all(
    Array.from({ length: load.connections }, () => open(hostname, Number(port))),
  );
  const nextRequest = requestMaker(load.requests);
  const latencies = createHistogram();
  let answers = 0;
  const start = performance.now();
  const deadline = start + load.durationMs;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let sentAt = 0;
          const send = () => {
            sentAt = performance.now();
            socket.write(nextRequest());
          };
          socket.on('error', reject);
          socket.on('close', () => reject(new Error('the server closed a connection')));
          onAnswer(socket, (status, text) => {
            if (status !== load.expect) {
              reject(new Error(text));
              return;
            }
            const now = performance.now();
            latencies.record(Math.max(1, Math.round((now - sentAt) * 1000)));
            answers += 1;
            if (now < deadline) send();
            else resolve();
          });
          send();
        }),
    ),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return {
    answers,
    requestsPerS: answers / seconds,
    p50Ms: latencies.percentile(50) / 1000,
    p99Ms: latencies.percentile(99) / 1000,
  };
}

async function open(host: string, port: number): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

function requestMaker(requests: readonly string[]): () => string {
  let next = 0;
  const parts = requests.map((request) => request.split(KEY));
  return () => {
    const [head = '', tail] = parts[next] ?? [];
    next = (next + 1) % parts.length;
    // Every key has the same length, so that Content-Length stays true.
    return tail === undefined ? head : `${head}bench-${process.pid}-${(keys += 1)}${tail}`;
  };
}

// One answer at a time, because nothing is sent before it is there.
function onAnswer(socket: Socket, answered: (status: number, text: string) => void): void {
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received = received === '' ? chunk : received + chunk;
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = contentLength(received);
    if (received.length < end + 4 + length) return;
    const text = received;
    received = '';
    answered(Number(text.slice(9, 12)), text);
  });
}

function contentLength(text: string): number {
  const lower = text.indexOf('content-length: ');
  const at = lower < 0 ? text.indexOf('Content-Length: ') : lower;
  return at < 0 ? 0 : Number.parseInt(text.slice(at + 'content-length: '.length, at + 26), 10);
}
