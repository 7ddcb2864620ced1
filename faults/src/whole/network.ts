import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * What its connections are like. `silent`: nothing passes, and nobody hears of it. `refused`: they end, and new ones
 * are ended at once. `slow`: each piece takes `SLOW_MS` longer, in both directions.
 */
export type Condition = 'clear' | 'silent' | 'refused' | 'slow';

const SLOW_MS = 400;

/** All connections of one part, to it and from it. */
export interface Network {
  /** A port of this machine through which something is reached: another port, or a socket by its path. */
  link(target: number | string): Promise<number>;
  set(condition: Condition): void;
  /** Ends what is connected; it may connect again. */
  reset(): void;
  close(): Promise<void>;
}

export function openNetwork(): Network {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  let condition: Condition = 'clear';
  let speaks = Promise.withResolvers<void>();
  speaks.resolve();

  const reset = () => {
    for (const socket of sockets) socket.destroy();
  };
  const forward = (from: Socket, to: Socket) => {
    // What is sent stays in order, however long a piece of it is held up.
    let before = Promise.resolve();
    const after = (pass: () => void) => {
      before = before.then(async () => {
        if (condition === 'slow') await delay(SLOW_MS);
        await speaks.promise;
        pass();
      });
    };
    from.on('data', (piece) => after(() => void to.write(piece)));
    // An end is something that is told, too.
    from.on('end', () => after(() => void to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      after(() => to.destroySoon());
    });
    sockets.add(from);
  };
  return {
    async link(target) {
      const server = createServer({ allowHalfOpen: true }, (client) => {
        if (condition === 'refused') {
          client.resetAndDestroy();
          return;
        }
        const options = typeof target === 'number' ? { port: target } : { path: target };
        const upstream = connect({ ...options, allowHalfOpen: true });
        forward(client, upstream);
        forward(upstream, client);
      });
      servers.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
    set(next) {
      condition = next;
      speaks.resolve();
      if (next === 'silent') speaks = Promise.withResolvers();
      if (next === 'refused') reset();
    },
    reset,
    async close() {
      speaks.resolve();
      for (const server of servers) server.close();
      reset();
      await Promise.all(servers.map((server) => once(server, 'close')));
    },
  };
}
