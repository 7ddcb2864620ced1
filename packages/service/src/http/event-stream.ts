import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Opens a stream of server-sent events, on which the caller sends from then on. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw: response } = reply;
  reply.hijack();
  // All at once: headers that are set one by one are kept as long as the stream is open.
  response.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  // Sent with a first message, the head would stay in memory piece by piece as long as the stream.
  response.flushHeaders();
  return new EventStream(response);
}

/** The messages of one stream. Holds nothing but the response: there may be ten thousand. */
export class EventStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on('error', ignore);
  }

  /** Whether the stream is still open. */
  get isOpen(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }

  /** Bytes sent that the client has not received yet. */
  get waitingBytes(): number {
    return this.#response.writableLength;
  }

  /** Sends a message in the format of server-sent events; does nothing on a closed stream. */
  send(message: string): void {
    if (this.isOpen) this.#response.write(message);
  }

  /** Ends the stream after everything sent has been flushed. */
  end(): void {
    if (this.isOpen) this.#response.end();
  }

  /** Calls the listener when either side closes the connection; at once if it is already closed. */
  onClose(listener: () => void): void {
    if (this.#response.closed) listener();
    else this.#response.on('close', listener);
  }
}

function ignore(): void {
  // A broken connection is closed next.
}
