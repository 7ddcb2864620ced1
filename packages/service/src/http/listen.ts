import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { HttpServer } from './http-server.ts';

/**
 * Opens the server's port, logs one line with its `url` and returns it. Rejects when the port is
 * taken.
 */
export async function listen(
  app: HttpServer,
  address: { HOST: string; PORT: number; REUSE_PORT?: boolean },
): Promise<string> {
  // Fastify's own lines say less.
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
 * Serves connections from a socket shared by several processes, passed to this one as a file
 * descriptor. Returns a function that stops accepting new ones while still serving those that are
 * open; the other processes accept the rest. `app.close()` alone would also end connections whose
 * first request is still arriving.
 */
export async function listenOnSharedSocket(app: HttpServer, fd: number): Promise<() => void> {
  // Node's HTTP server enforces timeouts only once it listens, so it gets a port of its own.
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
