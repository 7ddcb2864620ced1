import type { Socket } from 'node:net';
import { AnswerParser } from './answer-parser.ts';
import { openSocket } from './open-socket.ts';

/** An idle connection is not used again after this: its other end may be about to close it. */
const MAX_IDLE_MS = 4000;
/** So much before the target closes an idle connection is it left alone. */
const KEEP_ALIVE_MARGIN_MS = 1000;

/** A failure that the client itself finds; those of sockets have the codes of the system. */
export class Failure extends Error {
  readonly code: 'CLOSED' | 'TIMEOUT' | 'CONNECT_TIMEOUT' | 'CUT_OFF';

  constructor(code: Failure['code']) {
    super(code);
    this.code = code;
  }
}

/** A request as a connection sees it. Exactly one of `answered` and `failed` is called, once. */
export interface Exchange {
  /** The whole request, as latin1. */
  readonly text: string;
  /** How long it may wait for a connection, and then for its answer. */
  readonly timeoutMs: number;
  /** When it was written; 0 before. */
  writtenMs: number;
  /** `body` is latin1, like the request; `setCookie` is the first cookie that is set, with its attributes. */
  answered(status: number, body: string, setCookie?: string): void;
  failed(error: Error): void;
}

export interface ConnectionOwner {
  /** It can take the next request. */
  freed(connection: Connection, nowMs: number): void;
  /** It will never again. */
  closed(connection: Connection): void;
}

/** One connection to the target, with at most one request under way: no answer waits for another. */
export class Connection {
  readonly #owner: ConnectionOwner;
  readonly #socket: Socket;
  readonly #parser: AnswerParser;
  #exchange: Exchange | undefined;
  #isOpen = false;
  #isClosed = false;
  #deadlineMs: number;
  #idleUntilMs = 0;

  /** Opens the connection for its first request. */
  constructor(options: {
    target: URL;
    owner: ConnectionOwner;
    first: Exchange;
    nowMs: number;
    keptBytes?: number | undefined;
  }) {
    this.#parser = new AnswerParser(options.keptBytes);
    this.#owner = options.owner;
    this.#exchange = options.first;
    this.#deadlineMs = options.nowMs + options.first.timeoutMs;
    this.#socket = openSocket(options.target, {
      onOpen: () => this.#opened(),
      onText: (text) => this.#read(text),
    });
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('close', () => this.#ended());
  }

  /** Whether the target is likely to still read what is sent on it. */
  isUsable(nowMs: number): boolean {
    return !this.#isClosed && nowMs < this.#idleUntilMs;
  }

  send(exchange: Exchange, nowMs: number): void {
    this.#exchange = exchange;
    this.#write(exchange, nowMs);
  }

  /** Gives up a request whose time is over, and the connection with it. */
  sweep(nowMs: number): void {
    if (this.#exchange === undefined || nowMs < this.#deadlineMs) return;
    this.#fail(new Failure(this.#isOpen ? 'TIMEOUT' : 'CONNECT_TIMEOUT'));
  }

  destroy(code: Failure['code']): void {
    this.#fail(new Failure(code));
  }

  #opened(): void {
    this.#isOpen = true;
    if (this.#exchange !== undefined) this.#write(this.#exchange, performance.now());
  }

  #write(exchange: Exchange, nowMs: number): void {
    exchange.writtenMs = nowMs;
    this.#deadlineMs = nowMs + exchange.timeoutMs;
    this.#parser.start();
    this.#socket.write(exchange.text, 'latin1');
  }

  #read(text: string): void {
    if (this.#isClosed) return;
    // Nobody asked: whatever it is, it would be taken for the next answer.
    if (this.#exchange === undefined) return this.destroy('CLOSED');
    try {
      if (!this.#parser.feed(text)) return;
    } catch (error) {
      this.#fail(error as Error);
      return;
    }
    this.#finish();
  }

  #finish(): void {
    const exchange = this.#exchange;
    const { status, isReusable, keepAliveS, setCookie } = this.#parser.head;
    const body = this.#parser.body();
    this.#exchange = undefined;
    if (isReusable) {
      const nowMs = performance.now();
      const keptMs = keepAliveS * 1000 - KEEP_ALIVE_MARGIN_MS;
      this.#idleUntilMs = nowMs + Math.min(MAX_IDLE_MS, keptMs);
      this.#owner.freed(this, nowMs);
    } else this.#close();
    exchange?.answered(status, body, setCookie);
  }

  #ended(): void {
    if (this.#isClosed) return;
    if (this.#exchange !== undefined && this.#isOpen && this.#parser.close()) this.#finish();
    else this.destroy('CLOSED');
  }

  #fail(error: Error): void {
    if (this.#isClosed) return;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#close();
    exchange?.failed(error);
  }

  #close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
    this.#owner.closed(this);
  }
}
