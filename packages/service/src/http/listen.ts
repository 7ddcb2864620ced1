import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { HttpServer } from './http-server.ts';

/** Opens the server's port and logs one line with its `url`, which is returned. Rejects when it is taken. */
export async function listen(
  app: HttpServer,
  address: { HOST: string; PORT: number; REUSE_PORT?: boolean },
): Promise<string> {
  // Fastify's own line for each address says less.
  const { level } = app.log;
  app.log.level = 'warn';
  const url = await app.listen({
    host: address.HOST,
    port: address.PORT,
    ...(address.REUSE_PORT === true ? { reusePort: true } : {}),
  });
  app.log.level = level;
  app.log.info({ url }, 'listening');
  return url;
}

/**
 * Serves connections of a socket on which several processes listen, and which was handed to this one
 * as a file descriptor. Returns how to take no more of them and go on serving those that are open: the
 * others take what comes from then on. `app.close()` alone would also end connections whose first
 * request is still on its way.
 */
export async function listenOnSharedSocket(app: HttpServer, fd: number): Promise<() => void> {
  // Node's HTTP server looks after its connections once it listens, so it gets a port of its own.
  const { level } = app.log;
  app.log.level = 'warn';
  await app.listen({ host: '127.0.0.1', port: 0 });
  app.log.level = level;
  const shared = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    app.server.emit('connection', socket),
  );
  await new Promise<void>((resolve, reject) => {
    shared.once('error', reject).listen({ fd }, resolve);
  });
  const { address, port } = shared.address() as AddressInfo;
  app.log.info({ url: `http://${address}:${port}` }, 'listening');
  return () => void shared.close();
}
