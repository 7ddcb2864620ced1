import { connect, type Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import type { Load, LoadResult } from '../measure/load-driver.ts';

// Loads an HTTP server through raw sockets: any HTTP client would need more of its core than the
// server needs of the other.

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
  const nextRequest = requestMaker(load.requests);
  const latencies = createHistogram();
  let answers = 0;
  const start = performance.now();
  const deadline = start + load.durationMs;
  const click = () =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0;
      let socket: Socket;
      const send = () => {
        sentAt = performance.now();
        socket.write(nextRequest());
      };
      const begin = () => {
        socket = open(hostname, Number(port), answered);
        sockets.push(socket);
        socket.on('error', reject).on('connect', send);
        socket.on('close', () => reject(new Error('the server closed a connection')));
      };
      const answered = (status: number, text: string) => {
        if (status !== load.expect) {
          reject(new Error(text));
          return;
        }
        const now = performance.now();
        latencies.record(Math.max(1, Math.round((now - sentAt) * 1000)));
        answers += 1;
        if (now >= deadline) resolve();
        else if (/\r\nconnection: close\r\n/i.test(text)) {
          socket.removeAllListeners('close').destroy();
          begin();
        } else send();
      };
      begin();
    });
  const sockets: Socket[] = [];
  await Promise.all(Array.from({ length: load.connections }, click));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return {
    answers,
    requestsPerS: answers / seconds,
    p50Ms: latencies.percentile(50) / 1000,
    p99Ms: latencies.percentile(99) / 1000,
  };
}

/** Longer than any response. */
const BUFFER_BYTES = 16 * 1024;

// One response at a time, because nothing is sent before it is there. With its own buffer, the
// socket needs no stream for reading.
function open(
  host: string,
  port: number,
  answered: (status: number, text: string) => void,
): Socket {
  let received = '';
  const callback = (bytes: number, buffer: Uint8Array): boolean => {
    received += (buffer as Buffer).toString('latin1', 0, bytes);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0 || received.length < end + 4 + contentLength(received)) return true;
    const text = received;
    received = '';
    answered(Number(text.slice(9, 12)), text);
    return true;
  };
  const onread = { buffer: Buffer.allocUnsafe(BUFFER_BYTES), callback };
  return connect({ host, port, noDelay: true, onread });
}

function requestMaker(requests: readonly string[]): () => Buffer | string {
  let next = 0;
  const parts = requests.map((request) => {
    const [head = '', tail] = request.split(KEY);
    return { whole: Buffer.from(request), head, tail };
  });
  return () => {
    const { whole, head, tail } = parts[next] ?? parts[0]!;
    next = (next + 1) % parts.length;
    // All keys have the same length, so that Content-Length stays correct.
    return tail === undefined ? whole : `${head}bench-${process.pid}-${(keys += 1)}${tail}`;
  };
}

function contentLength(text: string): number {
  const lower = text.indexOf('content-length: ');
  const at = lower < 0 ? text.indexOf('Content-Length: ') : lower;
  return at < 0 ? 0 : Number.parseInt(text.slice(at + 'content-length: '.length, at + 26), 10);
}
