import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { FastRequest } from './fast-request.ts';
import { Exchange, type FastPathServer } from './exchange.ts';
import type { Observe } from './http-metrics.ts';
import type { Logger } from './logger.ts';
import { WholeAnswers } from './whole-answer.ts';

/**
 * Takes a request, or returns false and has done nothing with it: then it goes the ordinary way.
 */
export type FastHandler = (exchange: Exchange) => boolean;

interface FastRoute {
  method: string;
  /** The whole path, or how it begins. */
  path: string;
  isPrefix: boolean;
  observe: Observe;
  handle: FastHandler;
}

/**
 * A way around Fastify for the few requests that a sale consists of: to be routed, hooked and wrapped
 * costs more than all else that is done for them. Only what is plainly right goes this way, and gets
 * the same answer as on the ordinary one. Whatever is unusual or wrong is left to that.
 */
export class FastPath {
  readonly #routes: FastRoute[] = [];
  readonly #observerOf: (method: string, url: string) => Observe;

  /** While `isOpen` returns false all requests go the ordinary way. */
  constructor(
    app: FastifyInstance,
    options: {
      logger: Logger;
      observerOf: (method: string, url: string) => Observe;
      isOpen: () => boolean;
    },
  ) {
    const { logger, isOpen } = options;
    this.#observerOf = options.observerOf;
    const [ordinary] = app.server.listeners('request') as FastPathServer['ordinary'][];
    if (ordinary === undefined) throw new Error('Fastify does not listen to its server');
    const wholeAnswers = new WholeAnswers(app.server);
    const server: FastPathServer = { logger, wholeAnswers, ordinary };
    const take = (request: FastRequest, response: ServerResponse): void => {
      const route = isOpen() ? this.#find(request) : undefined;
      if (route !== undefined) {
        const exchange = new Exchange(request, response, route.observe, server);
        if (route.handle(exchange)) return;
      }
      ordinary(request, response);
    };
    app.server.removeAllListeners('request').on('request', take);
  }

  /** `pattern` is the route of Fastify that does the same. */
  add(route: { method: string; pattern: string; handle: FastHandler }): void {
    const { method, pattern, handle } = route;
    const [path = '', ...parameters] = pattern.split(':');
    const isPrefix = parameters.length > 0;
    const observe = this.#observerOf(method, pattern);
    this.#routes.push({ method, path, isPrefix, observe, handle });
  }

  #find({ method, url = '' }: IncomingMessage): FastRoute | undefined {
    for (const route of this.#routes) {
      const matches = route.isPrefix ? url.startsWith(route.path) : url === route.path;
      if (matches && route.method === method) return route;
    }
    return undefined;
  }
}
