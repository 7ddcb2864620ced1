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

/** Asks the door as many people, each from an address of its own. */
export class DoorClient {
  readonly #pool: Pool;
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
    const response = await this.#pool.request({
      ...{ method, path },
      headers: {
        'x-forwarded-for': address,
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    const { statusCode: status } = response;
    const setCookie = response.headers['set-cookie'];
    const cookie = (Array.isArray(setCookie) ? setCookie[0] : setCookie)?.split(';')[0];
    this.#count(`${method} ${shapeOf(path)} ${status}`);
    const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json');
    return {
      ...{ status, cookie, ms: performance.now() - start },
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
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
