import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before } from 'node:test';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { type EchoServer, startEchoServer } from './echo-server.ts';

/** The real nginx by its real start script, with the pages as they were built. */
export interface TestDoor {
  nginx: Nginx;
  gateway: EchoServer;
  generator: EchoServer;
  audit: EchoServer;
  waitingRoom: EchoServer;
  payments: EchoServer;
  delivery: EchoServer;
  bank: EchoServer;
  office: EchoServer;
}

/** Opens it for the tests of a file; what is behind it says what it was asked. */
export function openDoor(environment: Record<string, string> = {}): TestDoor {
  const door = {} as TestDoor;
  before(async () => {
    door.gateway = await startEchoServer();
    door.generator = await startEchoServer();
    door.audit = await startEchoServer();
    door.waitingRoom = await startEchoServer();
    door.payments = await startEchoServer();
    door.delivery = await startEchoServer();
    door.bank = await startEchoServer();
    door.office = await startEchoServer();
    const urls = {
      GATEWAY_URL: door.gateway.url,
      GENERATOR_URL: door.generator.url,
      AUDIT_URL: door.audit.url,
      WAITING_ROOM_URL: door.waitingRoom.url,
      PAYMENTS_URL: door.payments.url,
      DELIVERY_URL: door.delivery.url,
      BANK_URL: door.bank.url,
      OFFICE_URL: door.office.url,
    };
    door.nginx = await startNginx({ ...urls, ...environment });
  });
  after(async () => {
    await door.nginx.stop();
    const { gateway, waitingRoom, generator, audit, payments, delivery, bank, office } = door;
    const behind = [gateway, waitingRoom, generator, audit, payments, delivery, bank, office];
    await Promise.all(behind.map((server) => server.close()));
  });
  return door;
}

/** The addresses of the pages of the shop. */
export const SHOP_PAGES = [
  ...['/', '/events/some-show', '/events/some-show/checkout', '/orders/01abc'],
  ...['/my-orders', '/opt-out', '/terms', '/refunds', '/imprint', '/privacy', '/accessibility'],
];

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Each header with every value, as often as it was sent. */
  everyHeader: Record<string, string[] | undefined>;
  body: Buffer;
}

/** Sends the path as it stands, without the cleaning that fetch does. */
export async function ask(
  nginx: Pick<Nginx, 'url'>,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(nginx.url);
  const { method = 'GET', headers = {} } = options;
  const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        everyHeader: response.headersDistinct,
        body: Buffer.concat(chunks),
      }),
    );
  });
  request.on('error', reject);
  request.end(options.body);
  return await promise;
}

/** Sends these bytes, and returns all that comes back until nginx closes the connection. */
export async function sendBytes(nginx: Nginx, bytes: string): Promise<string> {
  const { hostname, port } = new URL(nginx.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(bytes, 'latin1');
  return await text(socket);
}

/** The body of an answer. */
export function json(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.body.toString()) as Record<string, unknown>;
}
