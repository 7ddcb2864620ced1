import { must, Type } from '@onsale/contracts';
import { secret } from './config.ts';
import { DEFAULT_SENTINEL_MASTER } from '@onsale/redis';

// Spread into the schemas of the services.

/** Logging. */
export const logVariables = {
  LOG_LEVEL: Type.Unsafe<'trace' | 'debug' | 'info' | 'warn' | 'error'>({
    type: 'string',
    enum: ['trace', 'debug', 'info', 'warn', 'error'],
    default: 'info',
    description: 'Lowest level that is logged: `trace`, `debug`, `info`, `warn`, `error`',
  }),
};

/** Logging of orders. */
const orderLinesVariables = {
  LOG_ORDERS: Type.Unsafe<'all' | 'sampled' | 'off'>({
    type: 'string',
    enum: ['all', 'sampled', 'off'],
    default: 'sampled',
    description:
      'Orders whose changes of state are [logged](observability.md#logs): `all`, `sampled` (one in 32) or `off`',
  }),
};

/** Tracing, with OpenTelemetry's standard names. */
const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(
    Type.String({
      description: 'Where [traces](observability.md#traces) are sent, by OTLP over HTTP',
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      ...must('must be an http:// or https:// address, for example http://collector:4318'),
    }),
  ),
  OTEL_TRACES_SAMPLER_ARG: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'Share of the traces begun here that is kept',
  }),
};

/** How to reach Redis and log in. */
export const redisVariables = {
  REDIS_URL: Type.Optional(
    Type.String({
      description:
        '`redis://`, `rediss://` or `unix://` address, with user and password (percent-encoded), instead of `REDIS_HOST`; several, with commas, are the nodes of a [Redis Cluster](reliability.md#redis-cluster)',
      pattern: '^(rediss?|unix)://[^,]+(,rediss?://[^,]+)*$',
      ...must('must be a redis://, rediss:// or unix:// address, or several separated by commas'),
      'x-secret': true,
    }),
  ),
  REDIS_HOST: Type.String({ default: '127.0.0.1', description: 'Redis' }),
  REDIS_PORT: Type.Integer({
    default: 6379,
    minimum: 1,
    maximum: 65535,
    description: 'Its port',
  }),
  REDIS_USERNAME: Type.Optional(Type.String({ description: 'Its ACL user' })),
  REDIS_PASSWORD: Type.Optional(secret('Password of that user')),
  REDIS_TLS_CA_FILE: Type.Optional(
    Type.String({
      description:
        'PEM file of the authority of Redis’ certificate; turns TLS on, except with `REDIS_URL`, which needs `rediss://`',
    }),
  ),
  REDIS_SENTINELS: Type.Optional(
    Type.String({
      description:
        '[Sentinels](reliability.md#sentinel), `host:port` with commas, to ask for the master, instead of `REDIS_URL`; port 26379 may be left out',
      pattern: '^[A-Za-z0-9._-]+(:[0-9]{1,5})?(,[A-Za-z0-9._-]+(:[0-9]{1,5})?)*$',
      ...must('must be one host:port or several separated by commas'),
    }),
  ),
  REDIS_SENTINEL_MASTER: Type.String({
    default: DEFAULT_SENTINEL_MASTER,
    description: 'Name of the master',
  }),
  REDIS_SENTINEL_PASSWORD: Type.Optional(secret('Their password')),
};

/** How to reach PostgreSQL and log in. */
export const databaseVariables = {
  DATABASE_URL: Type.String({
    description:
      '`postgres://` address of the [records](records.md), required by delivery, office and recorder. A Unix socket is its folder in `?host=`; `?sslmode=verify-full&sslrootcert=FILE` checks the certificate',
    pattern: '^postgres(ql)?://\\S+$',
    ...must('must be a postgres:// address'),
    'x-secret': true,
  }),
};

/** What the waiting room signs with and gateways check by. */
export const admissionKeys = Type.String({
  description:
    'At least 32 characters, or several, with commas: the first signs admissions, all are accepted. Required by the waiting room; without them, a gateway sells no event that has one',
  pattern: '^[^\\s,]{32,}(\\s*,\\s*[^\\s,]{32,})*$',
  ...must('must be one secret of at least 32 characters or several separated by commas'),
  'x-secret': true,
});

/** Where the console is. */
export const consoleVariables = {
  CONSOLE_URL: Type.String({
    default: 'http://localhost:8081',
    description: 'The console; the office takes changes from this origin alone',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address'),
  }),
};

/** How the office is asked for orders that have left Redis. */
export const officeVariables = {
  OFFICE_URL: Type.Optional(
    Type.String({
      description: 'The office, which has orders that [left Redis](retention.md)',
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      ...must('must be an http:// or https:// address'),
    }),
  ),
  OFFICE_TOKEN: Type.Optional(secret('The office’s token')),
};

/** How orders are distributed in Redis. */
export const shardVariables = {
  SHARDS: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: 1023,
    description:
      'Parts of the data, up to 1023, fixed when it is installed; with Redis Cluster, a few times the number of masters',
  }),
};

/** How long orders stay that got no tickets and no money. */
export const retentionVariables = {
  KEEP_REFUSED_HOURS: Type.Integer({
    default: 48,
    // A request may be repeated for a day, and is then answered with the order.
    minimum: 24,
    maximum: 8760,
    description:
      'Hours after which an order without tickets or money leaves Redis, [at least 24](retention.md)',
  }),
};

/** Requirements on Redis. */
const durabilityVariables = {
  STRICT_REDIS: Type.Boolean({
    default: false,
    description:
      'Sell nothing if Redis’ settings can lose orders, instead of a warning; `true` in the images',
  }),
};

/** What acknowledged data must survive. */
export const replicaVariables = {
  WAIT_REPLICAS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description:
      'Replicas that must have a change before it is answered, else 503. With 0, a [failover](reliability.md#failover) can lose orders',
  }),
};

/** How customers are recognized. */
export const customerKey = secret(
  'At least 32 characters, by which [customers are recognized](#limits-for-each-customer); fixed at the first start that has one',
  { minLength: 32, ...must('must be a secret of at least 32 characters') },
);

/** How a process shuts down, and its name. */
export const lifecycleVariables = {
  INSTANCE: Type.Optional(
    Type.String({
      description: 'Name of this process, never used twice; made up by default',
      pattern: '^[A-Za-z0-9._-]{1,128}$',
      ...must('must be 1 to 128 characters of A-Z, a-z, 0-9, ., _ and -'),
    }),
  ),
  DRAIN_MS: Type.Integer({
    default: 1500,
    minimum: 0,
    maximum: 60_000,
    description: 'How long a stopping process keeps serving, with `/readyz` at 503',
  }),
};

/** What a process says of itself in the fleet. */
const fleetVariables = {
  CPU_REQUEST_MILLICORES: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'CPU request of the process, only shown in the fleet',
    }),
  ),
};

/** Who is believed where a request comes from. */
export const proxyVariables = {
  TRUSTED_PROXIES: Type.Optional(
    Type.String({
      description:
        'Your proxies and networks, with commas: their `X-Forwarded-For` is trusted, their own requests are [not limited](#the-limit-for-each-address). `none`: clients connect directly',
      pattern: '^(none|[0-9a-fA-F:.]+(/[0-9]{1,3})?(\\s*,\\s*[0-9a-fA-F:.]+(/[0-9]{1,3})?)*)$',
      ...must('must be addresses or networks such as 10.0.0.0/8, separated by commas, or none'),
    }),
  ),
};

/** The HTTP server of a service; `port` is its default. */
export function httpVariables(port: number) {
  return {
    HOST: Type.String({
      default: '127.0.0.1',
      description: 'Address to listen on; `0.0.0.0` in a container',
    }),
    PORT: Type.Integer({
      default: port,
      minimum: 0,
      maximum: 65535,
      description: 'Port to listen on, by default [that below](#npm-start); 0 takes a free one',
    }),
    SHOP_HOSTS: Type.Optional(
      Type.String({
        description:
          'Host names, with commas, also `*.name`. On a loopback `HOST`, others than these and the loopback names get 403',
        pattern: '^(\\*\\.)?[A-Za-z0-9.-]+(\\s*,\\s*(\\*\\.)?[A-Za-z0-9.-]+)*$',
        ...must('must be host names without ports, separated by commas'),
      }),
    ),
  };
}

/** The variables of every service, with its default port. */
export function serviceVariables(port: number) {
  return { ...httpVariables(port), ...logVariables, ...lifecycleVariables, ...fleetVariables };
}

/** Additional variables of the processes that handle orders. */
export const orderWayVariables = {
  ...orderLinesVariables,
  ...tracingVariables,
  ...redisVariables,
  ...shardVariables,
  ...durabilityVariables,
};
