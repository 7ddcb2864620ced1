import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Stripe } from 'stripe';
import { StripeBooks, StripeRefusal } from './stripe-books.ts';

// As much of Stripe as the adapter uses, with state: an HTTP server that answers its calls as Stripe does,
// refuses what it does not know, and keeps the first answer of each idempotency key.

/**
 * What happens to the next call: `busy`, `locked`: refused with 429. `conflict`: another call with its key
 * is being answered. `down`: 500 before anything is done.
 * `failed`: 500 after it was done, which is the answer of its key from then on. `lost`: done, but the
 * connection ends without an answer. `html`: the page of a proxy. `half`: half an answer. `other`: JSON
 * that says nothing.
 */
export type Fault =
  | 'busy'
  | 'locked'
  | 'conflict'
  | 'down'
  | 'failed'
  | 'lost'
  | 'html'
  | 'half'
  | 'other';

export const FAKE_KEY = 'sk_test_fake';
export const FAKE_SECRET = 'whsec_fake';

export class StripeFake {
  readonly books = new StripeBooks();
  /** `METHOD /path` of each call. */
  readonly calls: string[] = [];
  /** The headers of the last call. */
  headers: IncomingMessage['headers'] = {};
  /** The parameters of the last call that had any, as they were sent. */
  lastBody = '';
  readonly #faults: { fault: Fault; on: string }[] = [];
  /** First parts of paths, with the method, that the key lacks the right to. */
  readonly forbidden: string[] = [];
  /** Added to the date of each answer. */
  clockMs = 0;
  key = FAKE_KEY;
  readonly #answers = new Map<string, { request: string; status: number; body: string }>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<StripeFake> {
    const fake = new StripeFake();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Makes the next call fail whose method and path begin with `on`. */
  fail(fault: Fault, on = ''): void {
    this.#faults.push({ fault, on });
  }

  /** The last event of a type, signed as Stripe signs. */
  message(type: string, more: { secret?: string; timestamp?: number; change?: object } = {}) {
    const event = this.books.events.findLast((one) => one.type === type);
    const payload = JSON.stringify({ ...event, ...more.change });
    const { secret = FAKE_SECRET, timestamp = Math.floor(Date.now() / 1000) } = more;
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return { headers: { 'stripe-signature': signature }, rawBody: Buffer.from(payload) };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const [path = '', query = ''] = url.split('?');
    const body = await text(request);
    this.calls.push(`${method} ${path}`);
    this.headers = headers;
    if (body !== '') this.lastBody = decodeURIComponent(body);
    response.setHeader('date', new Date(Date.now() + this.clockMs).toUTCString());
    response.setHeader('content-type', 'application/json');
    const send = (status: number, answer: string) => response.writeHead(status).end(answer);
    if (headers.authorization !== `Bearer ${this.key}`) {
      return void send(401, failure('invalid_request_error', { message: 'Invalid API Key: sk_x' }));
    }
    if (this.forbidden.some((one) => `${method} ${path}`.startsWith(one))) {
      return void send(403, failure('invalid_request_error', { message: 'key lacks permissions' }));
    }
    const at = this.#faults.findIndex(({ on }) => `${method} ${path}`.startsWith(on));
    const [next] = at < 0 ? [] : this.#faults.splice(at, 1);
    const fault = next?.fault;
    if (fault === 'busy' || fault === 'locked') {
      if (fault === 'busy') response.setHeader('retry-after', '2');
      const code = fault === 'busy' ? 'rate_limit' : 'lock_timeout';
      return void send(429, failure('invalid_request_error', { code }));
    }
    if (fault === 'conflict') {
      return void send(409, failure('idempotency_error', { code: 'idempotency_key_in_use' }));
    }
    if (fault === 'down') return void send(500, failure('api_error'));
    if (fault === 'html') return void send(502, '<html><h1>Bad gateway</h1></html>');
    if (fault === 'other') return void send(200, '{"object":"nothing"}');

    const key = method === 'POST' ? String(headers['idempotency-key']) : undefined;
    const answer = this.#answerOf({ method, path, params: method === 'POST' ? body : query, key });
    if (answer.isReplayed) response.setHeader('idempotent-replayed', 'true');
    if (fault === 'failed' && key !== undefined) {
      const failed = { request: `${path}?${body}`, status: 500, body: failure('api_error') };
      this.#answers.set(key, failed);
      return void send(500, failed.body);
    }
    if (fault === 'lost') return void request.socket.destroy();
    if (fault === 'half') return void send(200, answer.body.slice(0, answer.body.length / 2));
    send(answer.status, answer.body);
  }

  #answerOf(call: { method: string; path: string; params: string; key: string | undefined }) {
    const { method, path, params, key } = call;
    const request = `${path}?${params}`;
    const first = key === undefined ? undefined : this.#answers.get(key);
    if (first !== undefined && first.request !== request) {
      const message = 'Keys for idempotent requests can only be used with the same parameters';
      return { status: 400, body: failure('idempotency_error', { message }), isReplayed: false };
    }
    if (first !== undefined) return { ...first, isReplayed: true };
    const answer = this.#do(method, path, params);
    if (key !== undefined) this.#answers.set(key, { request, ...answer });
    return { ...answer, isReplayed: false };
  }

  #do(method: string, path: string, params: string): { status: number; body: string } {
    try {
      const answer = this.books.answer(method, path, params);
      return { status: 200, body: JSON.stringify(answer) };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      const { status, code, message } = error;
      return { status, body: failure('invalid_request_error', { code, message }) };
    }
  }
}

function failure(type: string, more: { code?: string; message?: string } = {}): string {
  return JSON.stringify({ error: { type, message: type, ...more } });
}
