import type { FastifyReply } from 'fastify';

/** Answers with a stream of server-sent events, on which the caller writes from now on. */
export function openEventStream(reply: FastifyReply): void {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  // Sent with a first message, the head would stay in memory piece by piece as long as the stream.
  reply.raw.flushHeaders();
}
