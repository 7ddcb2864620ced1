import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the network does to the replies: lets them pass, stalls them, or delays each. */
export type Weather = 'clear' | 'stalled' | 'slow';

/** A network between a service and Redis that can be made bad. */
export interface TcpProxy {
  /** For `REDIS_URL`. */
  url: string;
  setWeather(weather: Weather): void;
  /**
   * Lets the next reply of each connection through by half, then cuts the connection: the command
   * ran, and whoever sent it can't know.
   */
  cutReplies(): void;
  /** Leads new connections to another server, and cuts those there are. */
  redirect(socketPath: string): void;
  close(): Promise<void>;
}

const SLOW_MS = 100;

/** Starts a proxy on loopback in front of a Redis on a unix socket. */
export async function startTcpProxy(socketPath: string): Promise<TcpProxy> {
  const pairs = new Set<{ client: Socket; upstream: Socket; cutNext: boolean }>();
  let weather: Weather = 'clear';
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
    // One reply after the other, however long the weather holds one up.
    let before = Promise.resolve();
    const pass = async (chunk: Buffer) => {
      if (weather === 'stalled') await clears.promise;
      if (weather === 'slow') await delay(SLOW_MS);
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
    setWeather: (next) => {
      weather = next;
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
