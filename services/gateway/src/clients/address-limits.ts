import type { RedisConnection } from '@onsale/redis';
import type { ClientAddresses } from '@onsale/service';
import { WrongCodeLimit } from '../codes/wrong-code-limit.ts';
import { type GatewayConfig, knowsAddresses } from '../config.ts';
import { AddressLimit, type Limited } from './address-limit.ts';

/**
 * The limits that are switched on, of what comes from one address. That of wrong codes is on by default, so it is left
 * off where an address may be that of a proxy: the guesses of one would shut out everybody.
 */
export function addressLimits(
  redis: RedisConnection,
  clients: ClientAddresses,
  config: Pick<
    GatewayConfig,
    | 'HOST'
    | 'RATE_LIMIT_ORDERS'
    | 'RATE_LIMIT_WRONG_CODES'
    | 'RATE_LIMIT_WINDOW_S'
    | 'TRUSTED_PROXIES'
  >,
): { orderLimit: AddressLimit | undefined; codeLimit: WrongCodeLimit | undefined } {
  const windowMs = config.RATE_LIMIT_WINDOW_S * 1000;
  const limit = (limited: Limited, most: number) =>
    most > 0 ? new AddressLimit(redis, clients, { limited, most, windowMs }) : undefined;
  const wrongCodes = knowsAddresses(config)
    ? limit('wrong codes', config.RATE_LIMIT_WRONG_CODES)
    : undefined;
  return {
    orderLimit: limit('orders', config.RATE_LIMIT_ORDERS),
    codeLimit: wrongCodes && new WrongCodeLimit(wrongCodes),
  };
}
