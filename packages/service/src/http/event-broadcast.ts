import { ApiError } from '@onsale/contracts';
import type { FastifyReply } from 'fastify';
import { type EventStream, openEventStream } from './event-stream.ts';

/** A client that does not read must not fill memory. */
const MAX_BUFFERED_BYTES = 256 * 1024;
/** These streams are for operators, not for a crowd. */
const MAX_FOLLOWERS = 1000;

export interface BroadcastOptions {
  /** How often a message is sent. */
  everyMs: number;
  /** The name of the events; unnamed by default. */
  event?: string;
  /** Called once per message regardless of the number of followers, and never without one. */
  read: () => unknown;
}

/** Server-sent event streams that all carry the same periodic message. */
export class EventBroadcast {
  readonly #options: BroadcastOptions;
  readonly #open = new Set<EventStream>();
  #timer: NodeJS.Timeout | undefined;
  #sending = false;

  constructor(options: BroadcastOptions) {
    this.#options = options;
  }

  /** Opens a stream. Rejects, with nothing sent, when the first message can't be read. */
  async open(reply: FastifyReply): Promise<void> {
    if (this.#open.size >= MAX_FOLLOWERS) {
      throw new ApiError('OVERLOADED', 'too many streams are open; ask once instead', {
        retryAfterS: 5,
      });
    }
    const first = await this.#message();
    const stream = openEventStream(reply);
    if (!stream.isOpen) return;
    this.#open.add(stream);
    stream.onClose(() => {
      this.#open.delete(stream);
      if (this.#open.size === 0) this.#sleep();
    });
    stream.send(first);
    this.#timer ??= setInterval(() => void this.#send(), this.#options.everyMs);
  }

  /** Ends all streams. */
  close(): void {
    this.#sleep();
    for (const stream of this.#open) stream.end();
  }

  async #send(): Promise<void> {
    // A slow source is not called again before it has finished.
    if (this.#sending) return;
    this.#sending = true;
    // Without a message, a comment keeps proxies from closing the stream.
    const message = await this.#message().catch(() => ': nothing can be read right now\n\n');
    this.#sending = false;
    for (const stream of this.#open) {
      if (stream.waitingBytes < MAX_BUFFERED_BYTES) stream.send(message);
    }
  }

  async #message(): Promise<string> {
    const { event, read } = this.#options;
    const name = event === undefined ? '' : `event: ${event}\n`;
    return `${name}data: ${JSON.stringify(await read())}\n\n`;
  }

  #sleep(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
