import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ticketPurchase } from '@onsale/contracts';
import { Ajv } from 'ajv';

// The fastest server that Node has: reads and parses the body of a POST and responds with JSON, and
// responds to a GET with fixed bytes. It stores nothing, and checks nothing except, with VALIDATE,
// the gateway's schema.

const validate =
  process.env['VALIDATE'] === 'true'
    ? new Ajv({ keywords: ['x-must'] }).compile(ticketPurchase.placeOrder.schema.body)
    : () => true;
const page = process.env['PAGE'] ?? '{}';
const pageHeaders = JSON.parse(process.env['PAGE_HEADERS'] ?? '{}') as Record<string, string>;
let orders = 0;

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, pageHeaders).end(page);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const order = JSON.parse(body) as { items: { qty: number }[] };
    if (!validate(order)) {
      response.writeHead(400).end();
      return;
    }
    orders += 1;
    const answer = JSON.stringify({
      orderId: `order-${orders}`.padEnd(28, '0'),
      status: 'pending',
      grandTotal: order.items.length * 37,
      currency: 'EUR',
      message: 'Your order is in line.',
    });
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
    };
    response.writeHead(201, headers).end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
