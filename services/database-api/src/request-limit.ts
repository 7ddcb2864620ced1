import type { Socket } from 'node:net';
import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';

/** Each request may hold a few copies of a value; more requests get 503 before memory runs out. */
const MAX_REQUESTS_IN_WORK = 128;

/**
 * Counts requests from their headers to the end of the response, and refuses excess ones. A client
 * may disconnect midway, and then the response never ends; so when a connection closes, its
 * requests are released. A listener on each response would do the same at a higher cost.
 */
export class RequestLimit {
  #inWork = 0;
  readonly #connections = new WeakMap<Socket, Set<object>>();

  /** Whether one more request may start; it then counts until `end`. */
  begin(request: object, socket: Socket): boolean {
    if (this.#inWork >= MAX_REQUESTS_IN_WORK) return false;
    this.#inWork++;
    this.#requestsOf(socket).add(request);
    return true;
  }

  /** Does nothing for refused requests and for those released by a closed connection. */
  end(request: object, socket: Socket): void {
    if (this.#connections.get(socket)?.delete(request) === true) this.#inWork--;
  }

  apply(scope: HttpServer): void {
    scope.addHook('onRequest', (request, _reply, done) => {
      if (this.begin(request, request.raw.socket)) done();
      else {
        const message = 'too many concurrent requests; try again';
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
