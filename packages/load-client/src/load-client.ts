import { Connection, type ConnectionOwner, type Exchange, Failure } from './connection.ts';
import { Fifo } from './fifo.ts';

/** Timeouts are looked at so often; a timer for each request would cost more than its parser. */
const SWEEP_MS = 100;

interface Waiting {
  exchange: Exchange;
  sinceMs: number;
}

/**
 * Sends the requests of a load: HTTP/1.1 over a bounded number of kept connections, one request at a
 * time on each. What finds no free connection waits, in the order of arrival.
 * docs/decisions/006-raw-socket-load-client.md says why this isn't a library.
 */
export class LoadClient implements ConnectionOwner {
  readonly #target: URL;
  readonly #maxConnections: number;
  readonly #keptBytes: number | undefined;
  readonly #connections = new Set<Connection>();
  /** The one that was freed last is taken first: it is warm, and the surplus of a peak ends. */
  readonly #idle: Connection[] = [];
  readonly #waiting = new Fifo<Waiting>();
  readonly #sweeper: NodeJS.Timeout;
  #isDestroyed = false;

  /** `keptBytes`: of each body; 4,096 by default. */
  constructor(target: URL, options: { connections: number; keptBytes?: number }) {
    this.#target = target;
    this.#maxConnections = options.connections;
    this.#keptBytes = options.keptBytes;
    this.#sweeper = setInterval(() => this.#sweep(performance.now()), SWEEP_MS);
  }

  send(exchange: Exchange, nowMs: number): void {
    const connection = this.#takeIdle(nowMs);
    if (connection !== undefined) connection.send(exchange, nowMs);
    else if (this.#connections.size < this.#maxConnections) this.#open(exchange, nowMs);
    else this.#waiting.push({ exchange, sinceMs: nowMs });
  }

  /** Closes all connections; what is under way or waits fails as cut off. */
  destroy(): void {
    this.#isDestroyed = true;
    clearInterval(this.#sweeper);
    for (const connection of this.#connections) connection.destroy('CUT_OFF');
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      next.exchange.failed(new Failure('CUT_OFF'));
    }
  }

  freed(connection: Connection, nowMs: number): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(connection);
    else connection.send(next.exchange, nowMs);
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#isDestroyed) return;
    const next = this.#waiting.shift();
    if (next !== undefined) this.#open(next.exchange, performance.now());
  }

  #takeIdle(nowMs: number): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined || connection.isUsable(nowMs)) return connection;
      connection.destroy('CLOSED');
    }
  }

  #open(first: Exchange, nowMs: number): void {
    const options = { target: this.#target, keptBytes: this.#keptBytes };
    this.#connections.add(new Connection({ ...options, owner: this, first, nowMs }));
  }

  #sweep(nowMs: number): void {
    for (const connection of this.#connections) connection.sweep(nowMs);
    const used = this.#idle.findIndex((connection) => connection.isUsable(nowMs));
    for (const connection of this.#idle.splice(0, used === -1 ? this.#idle.length : used)) {
      connection.destroy('CLOSED');
    }
    // Those that wait for a connection stand in the order of their times.
    for (let next = this.#waiting.first(); next !== undefined; next = this.#waiting.first()) {
      if (nowMs < next.sinceMs + next.exchange.timeoutMs) return;
      this.#waiting.shift();
      next.exchange.failed(new Failure('TIMEOUT'));
    }
  }
}
