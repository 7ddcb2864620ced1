import { timingSafeEqual } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import type { HttpServer } from './http-server.ts';

/** Responds 401 to every request of this scope without the token. */
export function requireToken(scope: HttpServer, token: string): void {
  const check = tokenCheck(token);
  scope.addHook('onRequest', (request, reply, done) => {
    const found = check(request.headers.authorization);
    if (found === 'right') {
      done();
      return;
    }
    reply.header('www-authenticate', 'Bearer');
    done(new ApiError('UNAUTHORIZED', `the bearer token in the Authorization header is ${found}`));
  });
}

/**
 * Checks an `Authorization` header in constant time: a longer token is truncated, and a shorter one
 * padded with zero bytes, which no token contains.
 */
function tokenCheck(
  token: string,
): (authorization: string | undefined) => 'right' | 'wrong' | 'missing' {
  const expected = Buffer.from(token, 'latin1');
  const room = Buffer.alloc(expected.length);
  return (authorization = '') => {
    const given = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (given === undefined) return 'missing';
    room.fill(0).write(given, 'latin1');
    const isSame = timingSafeEqual(room, expected) && given.length === token.length;
    return isSame ? 'right' : 'wrong';
  };
}
