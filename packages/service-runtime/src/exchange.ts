import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiError } from '@onsale/contracts';
import type { FastRequest } from './fast-request.ts';
import { toErrorAnswer } from './http-errors.ts';
import type { Observe } from './http-metrics.ts';
import { parsePlainJson } from './json-body.ts';
import type { Logger } from './logger.ts';
import { requestId } from './request-id.ts';
import { COMMON_HEADERS, type WholeAnswers } from './whole-answer.ts';

/** What all exchanges of a server need of it. */
export interface FastPathServer {
  logger: Logger;
  wholeAnswers: WholeAnswers;
  /** Lets Fastify answer. */
  ordinary: (request: IncomingMessage, response: ServerResponse) => void;
}

const COMMON = Object.entries(COMMON_HEADERS).flat();

/** A request on the fast path and its answer: what request and reply are to Fastify. */
export class Exchange {
  readonly request: FastRequest;
  readonly #response: ServerResponse;
  readonly #observe: Observe;
  readonly #server: FastPathServer;
  readonly #startedAt = performance.now();
  #id: string | undefined;

  constructor(
    request: FastRequest,
    response: ServerResponse,
    observe: Observe,
    server: FastPathServer,
  ) {
    this.request = request;
    this.#response = response;
    this.#observe = observe;
    this.#server = server;
  }

  get id(): string {
    return (this.#id ??= requestId(this.request.headers['x-request-id']));
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /**
   * Answers with JSON of `length` bytes. `headers` are names in lower case and values, in turn.
   */
  answer(
    status: number,
    headers: readonly string[],
    body: string,
    length = Buffer.byteLength(body),
  ): void {
    const own = ['x-request-id', this.id, 'content-length', String(length), ...headers];
    // Most answers are plain ASCII.
    const isPlain = length === body.length;
    if (!isPlain || !this.#server.wholeAnswers.send(this.#response, status, own, body)) {
      this.#response.writeHead(status, [...own, ...COMMON]).end(body, isPlain ? 'latin1' : 'utf8');
    }
    this.#observe(status, this.elapsedMs / 1000);
  }

  /** Answers as the ordinary way does when its handler throws. */
  refuse(error: Error): void {
    const log = this.#server.logger.child({ reqId: this.id });
    const { status, retryAfterS, body } = toErrorAnswer(error as ApiError, log);
    const headers = retryAfterS === undefined ? [] : ['retry-after', String(retryAfterS)];
    this.answer(status, headers, body);
  }

  /**
   * Reads a body of JSON for `use`, which may still send the request the ordinary way by returning
   * false. Returns false itself, with nothing read, when the body does not say its length, is too
   * long or not plainly JSON.
   */
  readJson(limitBytes: number, use: (body: unknown) => boolean): boolean {
    const { request } = this;
    const { 'content-length': text, 'content-type': type } = request.headers;
    const length = Number(text ?? 0);
    if (length === 0 || length > limitBytes || !isJson(type)) return false;
    request.takeBody(length, (bytes) => {
      const body = parsePlainJson(bytes.toString());
      if (body !== undefined && use(body)) return true;
      this.#server.ordinary(request, this.#response);
      return false;
    });
    return true;
  }
}

// As browsers and programs write it; other ways to say so are the ordinary way's work.
function isJson(type: string | undefined): boolean {
  return type === 'application/json' || type === 'application/json; charset=utf-8';
}
