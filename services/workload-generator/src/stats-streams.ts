import type { FastifyReply } from 'fastify';
import type { Generator } from './generator.ts';

const EVERY_MS = 500;
/** A browser that does not read must not fill the memory. */
const MAX_BUFFERED_BYTES = 256 * 1024;

/** The open streams of statistics: each gets a message twice a second, also when nothing runs. */
export class StatsStreams {
  readonly #generator: Generator;
  readonly #open = new Set<FastifyReply>();
  #timer: NodeJS.Timeout | undefined;

  constructor(generator: Generator) {
    this.#generator = generator;
  }

  open(reply: FastifyReply): void {
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#open.add(reply);
    reply.raw.on('close', () => {
      this.#open.delete(reply);
      if (this.#open.size === 0) this.#sleep();
    });
    reply.raw.write(this.#message());
    this.#timer ??= setInterval(() => this.#send(), EVERY_MS);
  }

  close(): void {
    this.#sleep();
    for (const reply of this.#open) reply.raw.end();
  }

  #send(): void {
    const message = this.#message();
    for (const reply of this.#open) {
      if (reply.raw.writableLength < MAX_BUFFERED_BYTES) reply.raw.write(message);
    }
  }

  #message(): string {
    return `event: stats\ndata: ${JSON.stringify(this.#generator.stats())}\n\n`;
  }

  #sleep(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
