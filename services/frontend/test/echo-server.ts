import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a service was asked, as it arrived behind nginx. */
export interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  /** Once all of it has arrived. */
  body?: string;
}

/** The time by the clock of an echo server, for paths that end in `/cancel` or `/payment`. */
export const ECHO_DATE = 'Mon, 07 Sep 2026 09:00:00 GMT';

const PLACE_COOKIE = 'onsale_place=abc.def.ghi; HttpOnly; SameSite=Lax; Path=/api; Max-Age=86400';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Stands where a service would: answers with what it was asked, and counts its connections. */
export interface EchoServer {
  url: string;
  asked: Asked[];
  connections: Set<Socket>;
  /** The open answer of the last request for a path that ends in `/stream`. */
  stream(): Promise<ServerResponse>;
  /** Closes the connection of the next request instead of answering it. */
  breakNext(): void;
  /** Answers no more requests on the connections that there are: what had them hangs. */
  hang(): void;
  /** The same for all connections to come. */
  hangAll(): void;
  close(): Promise<void>;
}

/** Opens it on a free port of 127.0.0.1, or where it is told to. */
export async function startEchoServer(
  address: { host?: string; port?: number } = {},
): Promise<EchoServer> {
  const { host = '127.0.0.1', port = 0 } = address;
  const asked: Asked[] = [];
  const connections = new Set<Socket>();
  let opened = Promise.withResolvers<ServerResponse>();
  let isBreaking = false;
  let hung = new Set<Socket>();
  let areAllHung = false;
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const noted: Asked = { method, url, headers };
    asked.push(noted);
    connections.add(request.socket);
    if (areAllHung || hung.has(request.socket)) return;
    if (isBreaking) {
      isBreaking = false;
      request.socket.destroy();
      return;
    }
    if (/(orders\/.*|sale)\/stream$/.test(url)) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      opened.resolve(response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      noted.body = Buffer.concat(chunks).toString();
      response.writeHead(200, {
        'content-type': 'application/json',
        'cache-control': url.startsWith('/pictures/') ? IMMUTABLE : 'no-store',
        // As from a service that has sessions.
        'set-cookie': url.endsWith('/place') ? PLACE_COOKIE : 'session=answered',
        'content-security-policy': "default-src 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-request-id': headers['x-request-id'] ?? '',
        ...(/\/(cancel|payment)$/.test(url) ? { date: ECHO_DATE } : {}),
      });
      // Long enough to be worth compressing.
      response.end(JSON.stringify({ method, url, filling: 'x'.repeat(5000) }));
    });
  });
  // As the services have it.
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    asked,
    connections,
    stream: async () => {
      const response = await opened.promise;
      opened = Promise.withResolvers();
      return response;
    },
    breakNext: () => {
      isBreaking = true;
    },
    hang: () => {
      hung = new Set(connections);
    },
    hangAll: () => {
      areAllHung = true;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
