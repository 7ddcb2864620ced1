import { Pool } from 'undici';

/** An answer of the door. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body;
  cookie: string | undefined;
  ms: number;
}

/** Connections that all simulated people share: each of theirs would be a socket of this process. */
const CONNECTIONS = 256;
const TIMEOUT_MS = 20_000;

/** What was answered, and how fast, by what was asked for. */
export interface Tally {
  statuses: Map<string, number>;
  /** Of the shop's own pages, in ms. */
  pageMs: number[];
}

interface Reply {
  status: number;
  text: string;
  setCookie: string | undefined;
  isJson: boolean;
}

/** Asks the door as many people, each from an address of its own. */
export class DoorClient {
  readonly #pool: Pool;
  #parsed: { text: string; body: unknown } = { text: '', body: undefined };
  readonly tally: Tally = { statuses: new Map(), pageMs: [] };

  constructor(url: string) {
    this.#pool = new Pool(url, {
      ...{ connections: CONNECTIONS, pipelining: 1 },
      ...{ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS },
    });
  }

  /** Rejects when there is no answer. */
  async ask<Body>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    {
      address,
      headers = {},
      body,
    }: { address: string; headers?: Record<string, string>; body?: object },
  ): Promise<Answer<Body>> {
    const start = performance.now();
    const { status, text, setCookie, isJson } = await this.#send({
      ...{ method, path },
      headers: {
        'x-forwarded-for': address,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#count(`${method} ${shapeOf(path)} ${status}`);
    return {
      ...{ status, cookie: setCookie?.split(';')[0], ms: performance.now() - start },
      body: (isJson ? this.#parse(text) : text) as Body,
    };
  }

  // Without the streams of undici's other methods: a crowd asks thousands of times a second.
  async #send(options: {
    method: 'GET' | 'POST' | 'DELETE';
    path: string;
    headers: Record<string, string>;
    body?: string;
  }): Promise<Reply> {
    return await new Promise((resolve, reject) => {
      const reply: Reply = { status: 0, text: '', setCookie: undefined, isJson: false };
      const chunks: Buffer[] = [];
      this.#pool.dispatch(options, {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status, headers) => {
          const cookie = headers['set-cookie'];
          reply.status = status;
          reply.setCookie = Array.isArray(cookie) ? cookie[0] : cookie;
          reply.isJson = String(headers['content-type'] ?? '').startsWith('application/json');
        },
        onResponseData: (_controller, chunk) => chunks.push(chunk),
        onResponseEnd: () => {
          reply.text = Buffer.concat(chunks).toString();
          resolve(reply);
        },
        onResponseError: (_controller, error) => reject(error),
      });
    });
  }

  // What all are told is the same for a second.
  #parse(text: string): unknown {
    if (text !== this.#parsed.text) this.#parsed = { text, body: JSON.parse(text) as unknown };
    return this.#parsed.body;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #count(what: string): void {
    const { statuses } = this.tally;
    statuses.set(what, (statuses.get(what) ?? 0) + 1);
  }
}

function shapeOf(path: string): string {
  return path.replace(/\/orders\/[^/]+/, '/orders/*').replace(/\?.*/, '');
}
