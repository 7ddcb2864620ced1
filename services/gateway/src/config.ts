import {
  admissionKeys,
  ConfigError,
  customerKey,
  isLoopbackAddress,
  officeVariables,
  orderWayVariables,
  proxyVariables,
  replicaVariables,
  secret,
  serviceVariables,
  splitList,
} from '@onsale/service';
import { must, Type } from '@onsale/contracts';
import type { Static } from 'typebox';

/** The environment of the gateway. */
export const GatewayConfig = Type.Object({
  ...serviceVariables(5000),
  ...orderWayVariables,
  ...officeVariables,
  REDIS_SETUP_USERNAME: Type.Optional(
    Type.String({
      description:
        'Redis user that applies the catalog, and may write stock; by default the serving user',
    }),
  ),
  REDIS_SETUP_PASSWORD: Type.Optional(secret('Password of that user')),
  CATALOG_FILE: Type.String({
    default: 'catalog.yaml',
    description: 'Catalog that is applied at the start',
  }),
  CUSTOMER_KEY: Type.Optional(customerKey),
  ADMISSION_KEYS: Type.Optional(admissionKeys),
  MAX_QTY_PER_ORDER: Type.Integer({
    default: 10,
    minimum: 1,
    maximum: 1000,
    description: 'Most tickets in one order',
  }),
  PAYMENT_METHODS: Type.Optional(
    Type.String({
      description: 'Payment methods, with commas, for events that name none; by default any',
    }),
  ),
  PUBLIC_URL: Type.Optional(
    Type.String({
      description: 'The shop’s address, for search engines and link previews',
      pattern: '^https?://[^\\s/?#]+/?$',
      ...must('must be an address without a path, such as https://tickets.example'),
    }),
  ),
  MAX_BACKLOG: Type.Integer({
    default: 500_000,
    minimum: 1,
    maximum: 100_000_000,
    description: 'Orders of a shard that may wait; more get 503',
  }),
  ...replicaVariables,
  RATE_LIMIT_ORDERS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 1_000_000,
    description:
      'Orders from [one address](#the-limit-for-each-address) in a window; 0 is no limit. `k8s/` and Compose set 30',
  }),
  RATE_LIMIT_WRONG_CODES: Type.Integer({
    // On by default, unlike that of orders: only guessing has so many, and no load that is meant to come.
    default: 30,
    minimum: 0,
    maximum: 1_000_000,
    description: 'Wrong [codes](codes.md) from one address in a window; 0 lets everybody guess',
  }),
  RATE_LIMIT_WINDOW_S: Type.Integer({
    default: 60,
    minimum: 1,
    maximum: 86_400,
    description: 'Seconds of a window',
  }),
  ...proxyVariables,
  CORS_ORIGINS: Type.Optional(
    Type.String({
      description: 'Other origins, with commas, whose pages may order',
      pattern: '^https?://[^\\s,/]+(\\s*,\\s*https?://[^\\s,/]+)*$',
      ...must('must be origins such as https://shop.example, separated by commas'),
    }),
  ),
  SCALE_TARGETS: Type.Optional(
    Type.String({
      description:
        'At what use of the CPU request a cluster scales, only shown in the fleet: `gateway=60,order-worker=60`',
      pattern: '^[a-z-]+=[1-9][0-9]{0,2}(\\s*,\\s*[a-z-]+=[1-9][0-9]{0,2})*$',
      ...must('must be services with a percentage, such as gateway=60,order-worker=60'),
    }),
  ),
  MAX_REQUESTS_PER_SOCKET: Type.Integer({
    // As in nginx; the cost of a new connection is then negligible.
    default: 1000,
    minimum: 0,
    maximum: 1_000_000,
    description:
      'Requests after which a connection is closed, so that clients reach new gateways; 0 is never',
  }),
  REUSE_PORT: Type.Boolean({
    default: false,
    description: 'Several gateways on one machine share the port',
  }),
  LISTEN_FD: Type.Optional(
    Type.Integer({
      minimum: 3,
      maximum: 1023,
      description: 'Inherited socket to listen on',
    }),
  ),
});
export type GatewayConfig = Readonly<Static<typeof GatewayConfig>>;

/**
 * Throws `ConfigError` when orders are limited per address but addresses can't be determined: behind an untrusted
 * proxy, all buyers would be one client.
 */
export function checkAddresses(
  config: Pick<GatewayConfig, 'HOST' | 'RATE_LIMIT_ORDERS' | 'TRUSTED_PROXIES'>,
): void {
  if (config.RATE_LIMIT_ORDERS === 0 || knowsAddresses(config)) return;
  throw new ConfigError([
    `RATE_LIMIT_ORDERS counts by address, and on HOST=${config.HOST} a reverse proxy may be in front, which would be ` +
      'everybody: set TRUSTED_PROXIES to the addresses of the proxies, to none when there is no proxy, ' +
      'or RATE_LIMIT_ORDERS to 0',
  ]);
}

/** Whether the address of a connection is a buyer's, or one of a proxy that we know. */
export function knowsAddresses({
  HOST,
  TRUSTED_PROXIES,
}: Pick<GatewayConfig, 'HOST' | 'TRUSTED_PROXIES'>): boolean {
  return TRUSTED_PROXIES !== undefined || isLoopbackAddress(HOST);
}

/** The use of the CPU request that a cluster's autoscalers aim at, by service; 1 is all of it. */
export function scaleTargets(config: Pick<GatewayConfig, 'SCALE_TARGETS'>): Map<string, number> {
  return new Map(
    splitList(config.SCALE_TARGETS).map((each) => {
      const [service = '', percent] = each.split('=');
      return [service, Number(percent) / 100];
    }),
  );
}
