import { isLoopbackAddress } from '@onsale/service';
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
