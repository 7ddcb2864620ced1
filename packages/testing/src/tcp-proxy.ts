import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What happens to replies: they pass, stall, or are each delayed. */
export type NetworkCondition = 'clear' | 'stalled' | 'slow';

/** A network between a service and Redis that can be degraded. */
export interface TcpProxy {
  /** For `REDIS_URL`. */
  url: string;
  setCondition(condition: NetworkCondition): void;
  /**
   * Lets half of the next reply of each connection through, then closes the connection: the command
   * ran, but the sender can't know.
   */
  cutReplies(): void;
  /** Directs new connections to another server and closes existing ones. */
  redirect(socketPath: string): void;
  close(): Promise<void>;
}

const SLOW_MS = 100;

/** Starts a proxy on loopback in front of a Redis on a unix socket. */
export async function startTcpProxy(socketPath: string): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; upstream: Socket; cutNext: boolean }>();
  let condition: NetworkCondition = 'clear';
  let clears = Promise.withResolvers<void>();

  let target = socketPath;
  const server = createServer((client) => {
    const upstream = connect(target);
    const pair = { client, upstream, cutNext: false };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.on('error', end);
      socket.on('close', end);
    }
    client.on('data', (chunk) => upstream.write(chunk));
    // Replies stay in order, however long one is held up.
    let before = Promise.resolve();
    const pass = async (chunk: Buffer) => {
      if (condition === 'stalled') await clears.promise;
      if (condition === 'slow') await delay(SLOW_MS);
      if (pair.cutNext) client.write(chunk.subarray(0, chunk.length / 2), end);
      else client.write(chunk);
    };
    upstream.on('data', (chunk) => {
      before = before.then(() => pass(chunk as Buffer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setCondition: (next) => {
      condition = next;
      if (next === 'stalled') clears = Promise.withResolvers();
      else clears.resolve();
    },
    cutReplies: () => {
      for (const pair of pairs) pair.cutNext = true;
    },
    redirect: (next) => {
      target = next;
      for (const { client } of pairs) client.destroy();
    },
    close: async () => {
      clears.resolve();
      for (const { client } of pairs) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
