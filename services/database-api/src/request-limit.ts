import type { Socket } from 'node:net';
import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service-runtime';
import type { FastifyRequest } from 'fastify';

/** Each may hold a few copies of a value: more of them get 503, before memory runs out. */
const MAX_REQUESTS_IN_WORK = 128;

/**
 * Counts the requests from their head to the end of their answer, and refuses what is too much. A
 * client may go away in the middle, and then no answer ever ends: so what its connection still has
 * in work is given back when that closes. A listener on each answer would do the same for more.
 */
export class RequestLimit {
  #inWork = 0;
  readonly #connections = new WeakMap<Socket, Set<FastifyRequest>>();

  apply(scope: HttpServer): void {
    scope.addHook('onRequest', (request, _reply, done) => {
      if (this.#inWork >= MAX_REQUESTS_IN_WORK) {
        done(
          new ApiError('OVERLOADED', 'too many requests at once; try again', { retryAfterS: 1 }),
        );
        return;
      }
      this.#inWork++;
      this.#requestsOf(request.raw.socket).add(request);
      done();
    });
    scope.addHook('onResponse', (request, _reply, done) => {
      // False for what was refused, and for what its closed connection has given back.
      if (this.#connections.get(request.raw.socket)?.delete(request) === true) this.#inWork--;
      done();
    });
  }

  #requestsOf(socket: Socket): Set<FastifyRequest> {
    const known = this.#connections.get(socket);
    if (known !== undefined) return known;
    const requests = new Set<FastifyRequest>();
    this.#connections.set(socket, requests);
    socket.once('close', () => {
      this.#inWork -= requests.size;
      requests.clear();
    });
    return requests;
  }
}
