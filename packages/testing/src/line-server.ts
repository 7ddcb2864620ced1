import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Line, Place } from '@onsale/contracts';

/** A line as it is told when people wait in it. */
export const OPEN_LINE: Line = {
  ...{ eventId: 'night', name: 'Night of the Lions', status: 'open' },
  ...{ serving: 10, lastNumber: 1010, lobby: 0, waiting: 1000, turns: 0 },
  before: [
    { number: 11, people: 0 },
    { number: 1010, people: 999 },
  ],
  perMinute: { slow: 50, usual: 100, fast: 200 },
  left: [
    { id: 'seat', name: 'Seat', price: 49.9, currency: 'EUR', remaining: 1200, held: 40 },
    { id: 'stand', name: 'Standing', price: 29, currency: 'EUR', remaining: 300, held: 10 },
  ],
  ...{ remaining: 1500, held: 50, turnS: 300, pollS: 0.05, spreadS: 0.05 },
};

/** A line of which a test says what it tells, over real HTTP; `asked` has what it was asked for. */
export interface LineServer {
  url: string;
  line: Line;
  /** Undefined: nobody has one, and whoever joins gets `next`. */
  place: Place | undefined;
  next: Place;
  /** Answers everything with this status. */
  failing: number | undefined;
  asked: string[];
  /** The keys by which places were asked for. */
  keys: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts one. `serve` answers what isn't about the line. */
export async function startLineServer(
  serve?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LineServer> {
  const server = createServer((request, response) => {
    const [, path] = /^\/api\/v1\/lines\/[^/]+(\/.*)?$/.exec(request.url ?? '') ?? [];
    if (path === undefined && !request.url?.startsWith('/api') && serve) {
      serve(request, response);
      return;
    }
    line.asked.push(`${request.method} ${path ?? ''}`);
    const { 'idempotency-key': key } = request.headers;
    if (key !== undefined) line.keys.push(String(key));
    const [status, body] =
      line.failing === undefined ? answer(line, request.method, path) : [line.failing, undefined];
    const text = status === 204 ? '' : JSON.stringify(body ?? { error: 'no', code: CODES[status] });
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line: LineServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    line: OPEN_LINE,
    place: undefined,
    next: { state: 'waiting', number: 510, before: 499 },
    failing: undefined,
    asked: [],
    keys: [],
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => undefined);
    },
  };
  return line;
}

const CODES: Record<number, string> = {
  404: 'PLACE_NOT_FOUND',
  409: 'LINE_CLOSED',
  503: 'NOT_READY',
};

function answer(line: LineServer, method = 'GET', path = ''): [number, unknown?] {
  if (path === '') return [200, line.line];
  if (method === 'POST' && path === '/place') line.place ??= line.next;
  if (path === '/place/away') return [204];
  if (method === 'DELETE') {
    line.place = undefined;
    return [204];
  }
  return line.place === undefined ? [404] : [200, line.place];
}
