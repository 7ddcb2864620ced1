import type { Socket } from 'node:net';
import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';

/** Each may hold a few copies of a value: more of them get 503, before memory runs out. */
const MAX_REQUESTS_IN_WORK = 128;

/**
 * Counts the requests from their head to the end of their answer, and refuses what is too much. A
 * client may go away in the middle, and then no answer ever ends: so what its connection still has
 * in work is given back when that closes. A listener on each answer would do the same for more.
 */
export class RequestLimit {
  #inWork = 0;
  readonly #connections = new WeakMap<Socket, Set<object>>();

  /** Whether one more request may be worked on; it then counts until `end`. */
  begin(request: object, socket: Socket): boolean {
    if (this.#inWork >= MAX_REQUESTS_IN_WORK) return false;
    this.#inWork++;
    this.#requestsOf(socket).add(request);
    return true;
  }

  /** Does nothing for what was refused, and for what its closed connection has given back. */
  end(request: object, socket: Socket): void {
    if (this.#connections.get(socket)?.delete(request) === true) this.#inWork--;
  }

  apply(scope: HttpServer): void {
    scope.addHook('onRequest', (request, _reply, done) => {
      if (this.begin(request, request.raw.socket)) done();
      else {
        const message = 'too many requests at once; try again';
        done(new ApiError('OVERLOADED', message, { retryAfterS: 1 }));
      }
    });
    scope.addHook('onResponse', (request, _reply, done) => {
      this.end(request, request.raw.socket);
      done();
    });
  }

  #requestsOf(socket: Socket): Set<object> {
    const known = this.#connections.get(socket);
    if (known !== undefined) return known;
    const requests = new Set<object>();
    this.#connections.set(socket, requests);
    socket.once('close', () => {
      this.#inWork -= requests.size;
      requests.clear();
    });
    return requests;
  }
}
