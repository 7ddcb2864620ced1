import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { takeSocket } from './take-socket.ts';

/** Answers with a stream of server-sent events, on which the caller sends from now on. */
export function openEventStream(reply: FastifyReply): EventStream {
  const { raw: response, request } = reply;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  // Sent with a first message, the head would stay in memory piece by piece as long as the stream.
  response.flushHeaders();
  const isChunked = response.chunkedEncoding;
  const socket = request.method === 'GET' ? takeSocket(response) : undefined;
  return socket === undefined
    ? new EventStream(response, false)
    : new EventStream(socket, isChunked);
}

/** The messages of one stream. Holds nothing but the connection: there may be ten thousand. */
export class EventStream {
  readonly #connection: Socket | ServerResponse;
  readonly #isChunked: boolean;

  constructor(connection: Socket | ServerResponse, isChunked: boolean) {
    this.#connection = connection;
    this.#isChunked = isChunked;
    connection.on('error', ignore);
    // A client that ends its side has gone; that is heard only where what it sends is read.
    if (connection instanceof Socket) connection.resume();
  }

  /** Whether more can be sent. */
  get isOpen(): boolean {
    return !this.#connection.writableEnded && !this.#connection.destroyed;
  }

  /** What was sent and the client has not taken yet. */
  get waitingBytes(): number {
    return this.#connection.writableLength;
  }

  /** Sends a message, in the form of server-sent events. On a closed stream it does nothing. */
  send(message: string): void {
    if (!this.isOpen) return;
    const bytes = Buffer.byteLength(message);
    this.#connection.write(this.#isChunked ? `${bytes.toString(16)}\r\n${message}\r\n` : message);
  }

  /** Ends the stream, once what was sent is on its way. */
  end(): void {
    if (!this.isOpen) return;
    if (this.#isChunked) this.#connection.write('0\r\n\r\n');
    // A bare socket that is only ended would wait for its client to do the same.
    if (this.#connection instanceof Socket) this.#connection.destroySoon();
    else this.#connection.end();
  }

  /** Calls the listener when the connection is closed, by whichever side; at once when it was. */
  onClose(listener: () => void): void {
    if (this.#connection.closed) listener();
    else this.#connection.on('close', listener);
  }
}

function ignore(): void {
  // A connection that breaks is closed next.
}
