import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import { type HttpServer, isLoopbackAddress } from '@onsale/service';
import type { BankConfig } from '../config.ts';

/**
 * Lets everybody on this machine play the seller. From anywhere else it takes the token, as the password
 * that the browser asks for (any user name): a door on this machine tells by `X-Forwarded-For` who comes
 * from elsewhere.
 */
export function requireSeller(scope: HttpServer, config: BankConfig): void {
  const isLocal = isLoopbackAddress(config.HOST);
  const expected = digest(config.BANK_TOKEN);
  scope.addHook('onRequest', (request, reply, done) => {
    const { 'x-forwarded-for': forwarded, authorization = '' } = request.headers;
    const isFromHere =
      isLocal &&
      String(forwarded ?? '127.0.0.1')
        .split(', ')
        .every(isLoopback);
    const given = /^Basic (\S+)$/i.exec(authorization)?.[1] ?? '';
    const password = Buffer.from(given, 'base64')
      .toString('latin1')
      .replace(/^[^:]*:/, '');
    if (isFromHere || timingSafeEqual(digest(password), expected)) {
      done();
      return;
    }
    reply.header('www-authenticate', 'Basic realm="Test bank: BANK_TOKEN is the password"');
    done(new ApiError('UNAUTHORIZED', 'The password of these pages is BANK_TOKEN.'));
  });
}

function isLoopback(address: string): boolean {
  return isLoopbackAddress(address.replace(/^::ffff:/, ''));
}

// Of one length, so that comparing takes the same time for each.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
