import { randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import { fastify } from 'fastify';

// The straightforward solution: a Fastify route that validates an order and stores it on its own,
// with SET and XADD in one MULTI.

interface Order {
  customer: { name: string; email: string };
  items: { ticketId: string; qty: number }[];
  paymentMethod: string;
}

const text = { type: 'string', minLength: 1, maxLength: 100 };
const schema = {
  body: {
    type: 'object',
    required: ['customer', 'items', 'paymentMethod'],
    properties: {
      customer: {
        type: 'object',
        required: ['name', 'email'],
        properties: { name: text, email: text },
      },
      items: {
        type: 'array',
        minItems: 1,
        maxItems: 20,
        items: {
          type: 'object',
          required: ['ticketId', 'qty'],
          properties: { ticketId: text, qty: { type: 'integer', minimum: 1 } },
        },
      },
      paymentMethod: text,
    },
  },
  response: {
    201: {
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        status: { type: 'string' },
        grandTotal: { type: 'number' },
        currency: { type: 'string' },
        message: { type: 'string' },
      },
    },
  },
};

const path = process.env['REDIS_SOCKET'] ?? '';
const redis = createClient({ socket: { path, tls: false }, RESP: 2 });
await redis.connect();
const app = fastify();
app.post<{ Body: Order }>('/v1/orders', { schema }, async (request, reply) => {
  const orderId = randomUUID();
  await redis
    .multi()
    .set(`plain-order:${orderId}`, JSON.stringify({ ...request.body, status: 'pending' }))
    .xAdd('plain-orders', '*', { order: orderId })
    .exec();
  void reply.code(201).header('location', `/v1/orders/${orderId}`);
  return {
    orderId,
    status: 'pending',
    grandTotal: request.body.items.length * 37,
    currency: 'EUR',
    message: 'Your order is in line.',
  };
});
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ url });
