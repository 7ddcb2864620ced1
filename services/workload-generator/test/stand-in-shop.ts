import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** How a shop behaves that is to be found out by the generator. */
export interface ShopManners {
  /** Sells again what is ordered twice with one key. */
  sellsTwice?: boolean;
  /** Accepts orders that it does not know afterwards. */
  losesOrders?: boolean;
  /** Never answers an order. */
  isSilent?: boolean;
  /** Says of every order that it is sold out. */
  isSoldOut?: boolean;
  /** Has an event `rehearsal`, which its list of tickets doesn't show. */
  rehearses?: boolean;
  /** Accepts orders and never settles them. */
  settlesNothing?: boolean;
  /** What it says of an accepted order, if not the truth. */
  says?: (order: Answer) => object;
  /** What it says at GET /tickets, but for what the generator asks before a start. */
  lists?: object;
  /** What it says of its processes. */
  fleet?: () => object;
}

/** What it says of an accepted order. */
export interface Answer {
  orderId: string;
  status: string;
  grandTotal: number;
  currency: string;
}

export interface StandInShop {
  url: string;
  /** Orders that have arrived. */
  orders: { key: string; body: string }[];
  close(): Promise<void>;
}

/** A target of a few lines, to make happen what the real shop never does. */
export async function startShop(manners: ShopManners = {}): Promise<StandInShop> {
  const orders: StandInShop['orders'] = [];
  const ids = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/tickets?event=rehearsal' && manners.rehearses === true) {
      return send(response, 200, { tickets: REHEARSED });
    }
    if (path === '/fleet') {
      return manners.fleet === undefined
        ? send(response, 404, { code: 'NOT_FOUND' })
        : send(response, 200, manners.fleet());
    }
    if (path === '/tickets' && manners.lists !== undefined && orders.length > 0) {
      return send(response, 200, manners.lists);
    }
    // As a target that knows no filters.
    if (path.startsWith('/tickets')) return send(response, 200, { tickets: TICKETS });
    if (request.method === 'GET') {
      if (manners.losesOrders === true) return send(response, 404, { code: 'ORDER_NOT_FOUND' });
      if (!path.endsWith('/stream')) return send(response, 200, { status: 'confirmed' });
      response.setHeader('content-type', 'text/event-stream');
      response.write('event: order\ndata: {"status":"pending"}\n\n');
      if (manners.settlesNothing === true) return undefined;
      return response.end('event: order\ndata: {"status":"confirmed"}\n\n');
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const key = String(request.headers['idempotency-key']);
      if (manners.isSilent === true) return;
      if (!isOrder(body)) return send(response, 400, { code: 'INVALID_REQUEST' });
      orders.push({ key, body });
      if (manners.isSoldOut === true) return send(response, 409, { code: 'SOLD_OUT' });
      const known = manners.sellsTwice === true ? undefined : ids.get(key);
      const orderId = known ?? `order-${orders.length}`;
      ids.set(key, orderId);
      const answer = { orderId, status: 'pending', ...priceOf(body) };
      return send(response, 201, manners.says?.(answer) ?? answer);
    });
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    orders,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same in a process of its own, which a test can stop with a signal. */
export async function startShopProcess() {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: String(line).trim(),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    stop: async () => {
      process.removeListener('exit', end);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const TICKETS = [
  { id: 'standing', capacity: 100, eventId: 'show', price: 18.1, currency: 'EUR' },
  { id: 'balcony', capacity: 10, eventId: 'show', price: 30, currency: 'EUR' },
];
const REHEARSED = [
  { id: 'dry-run', capacity: 1_000_000, eventId: 'rehearsal', price: 7.35, currency: 'EUR' },
];
const ALL = [...TICKETS, ...REHEARSED];

function priceOf(body: string): Pick<Answer, 'grandTotal' | 'currency'> {
  const { items } = JSON.parse(body) as { items: { ticketId: string; qty: number }[] };
  const [item] = items;
  const { price, currency } = ALL.find(({ id }) => id === item?.ticketId) ?? {
    price: 0,
    currency: '',
  };
  return { grandTotal: Math.round(price * (item?.qty ?? 0) * 100) / 100, currency };
}

function isOrder(body: string): boolean {
  try {
    const order = JSON.parse(body) as { items?: { ticketId: string; qty: number }[] };
    const [item] = order.items ?? [];
    return item !== undefined && item.qty > 0 && ALL.some(({ id }) => id === item.ticketId);
  } catch {
    return false;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${(await startShop()).url}\n`);
}
