import { must } from '@onsale/contracts';
import { databaseVariables, shardVariables } from '@onsale/service';
import { type Static, Type } from 'typebox';

const port = (preferred: number, what: string) =>
  Type.Integer({
    default: preferred,
    minimum: 1,
    maximum: 65535,
    description: `Port of ${what}; when it is taken, the next free one`,
  });

/** More processes of one service than any laptop can use. */
const MAX_PROCESSES = 64;

/** The environment of `npm start`; all other variables are passed on to the services. */
export const LocalConfig = Type.Object({
  PARTS: Type.Unsafe<'all' | 'sale'>({
    type: 'string',
    enum: ['all', 'sale'],
    default: 'all',
    description: 'sale starts the sale side alone: no PostgreSQL, no office, no delivery',
  }),
  GATEWAY_PORT: port(5000, 'the gateway'),
  WORKER_PORT: port(5001, 'the order worker'),
  DATABASE_API_PORT: port(5002, 'the database API'),
  WAITING_ROOM_PORT: port(5003, 'the waiting room'),
  PAYMENTS_PORT: port(5004, 'payments'),
  DELIVERY_PORT: port(5005, 'delivery'),
  OFFICE_PORT: port(5006, 'the office'),
  BANK_PORT: port(5007, 'the bank, a payment provider for tests'),
  AUDIT_PORT: port(5008, 'the audit'),
  RECORDER_PORT: port(5009, 'the recorder'),
  GENERATOR_PORT: port(9000, 'the workload generator'),
  FRONTEND_PORT: port(8080, 'the frontend, which is the shop'),
  CONSOLE_PORT: port(8081, 'the console, for the team'),
  REDIS_PORT: port(6379, 'the Redis that is started here'),
  REDIS_URL: Type.Optional(
    Type.String({
      description: 'Use this Redis and start none',
      pattern: '^(rediss?|unix)://',
      ...must('must be a redis://, rediss:// or unix:// address'),
    }),
  ),
  DATABASE_URL: Type.Optional(databaseVariables.DATABASE_URL),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address that the services listen on' }),
  ...shardVariables,
  DATA_DIR: Type.String({
    default: '.data',
    description: 'Where Redis, PostgreSQL and the logs are kept',
  }),
  AUTOSCALE: Type.Boolean({
    default: true,
    description: 'Whether gateways and workers are scaled',
  }),
  AUTOSCALE_MIN: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: MAX_PROCESSES,
    description: 'Fewest processes of a service, instead of minReplicas',
  }),
  AUTOSCALE_MAX: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_PROCESSES,
      description: 'Most processes of a service; default: one for each core',
    }),
  ),
  AUTOSCALE_TEMPO: Type.Integer({
    default: 2,
    minimum: 1,
    maximum: 100,
    description: 'How many times faster than the manifests say all windows and periods pass',
  }),
  AUTOSCALE_MANIFESTS: Type.String({
    default: 'deploy/overlays/local',
    description: 'Folder with the manifests of the autoscalers and Deployments',
  }),
  AUTOSCALE_LAG: Type.Boolean({
    default: false,
    description: 'Whether workers are also scaled by the orders that wait, as with KEDA',
  }),
  WORKER_LAG_TARGET: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'Waiting orders a worker to aim at; default: what deploy/components/keda says',
    }),
  ),
});
export type LocalConfig = Readonly<Static<typeof LocalConfig>>;
