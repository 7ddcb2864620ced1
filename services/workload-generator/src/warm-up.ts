import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { LoadClient, RequestText } from '@onsale/load-client';
import { TimeHistogram } from './histogram.ts';
import { LoadRequest } from './load-request.ts';

const REQUESTS = 3000;
const AT_ONCE = 32;
const ANSWER =
  'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';

/**
 * Sends a few thousand requests to a socket of this same thread before the clock of a run starts.
 * Code is slow until it is compiled, and a measurement that began earlier would describe the generator
 * and not the target, which gets none of these requests.
 */
export async function warmUp(): Promise<void> {
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      // Each request here fits into one chunk, and a connection has one under way.
      if (data.length > 0) socket.write(ANSWER);
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = new URL(`http://127.0.0.1:${port}`);
  const client = new LoadClient(target, { connections: AT_ONCE });
  const text = new RequestText(target);
  const times = new TimeHistogram();
  await new Promise<void>((resolve) => {
    let left = REQUESTS;
    let toSend = REQUESTS;
    const send = () => {
      if (toSend-- <= 0) return;
      const nowMs = performance.now();
      const body = `{"customer":{"name":"Warm ${toSend}"},"items":[{"ticketId":"a","qty":1}]}`;
      client.send(
        new LoadRequest({
          kind: 'orders',
          text: text.order(body, `warm-up-${toSend}`),
          dueMs: nowMs,
          timeoutMs: 10_000,
          click: undefined,
          followed: false,
          compared: false,
          end: { answered, failed: () => answered() },
        }),
        nowMs,
      );
    };
    const answered = (request?: LoadRequest) => {
      times.record(performance.now() - (request?.dueMs ?? 0));
      if (--left === 0) resolve();
      else send();
    };
    for (let i = 0; i < AT_ONCE; i++) send();
  });
  client.destroy();
  server.close();
}
