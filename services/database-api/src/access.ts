import { timingSafeEqual } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import { type HttpServer, isLoopbackAddress } from '@onsale/service';
import type { DatabaseApiConfig } from './config.ts';

/**
 * How access is restricted: by a token or, without one, by listening only on this machine. Throws
 * when the configuration would leave the service open to others.
 */
export function chooseAccess(config: DatabaseApiConfig): 'token' | 'loopback' {
  if (config.API_TOKEN !== undefined) return 'token';
  if (isLoopbackAddress(config.HOST)) return 'loopback';
  throw new Error(
    `API_TOKEN (or API_TOKEN_FILE) must be set, because HOST is ${config.HOST}: ` +
      'a token is optional only on a loopback address such as 127.0.0.1',
  );
}

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
export function tokenCheck(
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
