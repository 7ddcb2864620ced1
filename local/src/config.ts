import { must } from '@onsale/contracts';
import { databaseVariables, shardVariables } from '@onsale/service';
import { type Static, Type } from 'typebox';

const port = (preferred: number, what: string) =>
  Type.Integer({
    default: preferred,
    minimum: 1,
    maximum: 65535,
    description: `Port of ${what}`,
  });

/** More processes of one service than any laptop can use. */
const MAX_PROCESSES = 64;

/** The environment of `npm start`; all other variables are passed on to the services. */
export const LocalConfig = Type.Object({
  PARTS: Type.Unsafe<'all' | 'sale'>({
    type: 'string',
    enum: ['all', 'sale'],
    default: 'all',
    description: '`sale` starts the sale side alone: no PostgreSQL, office, recorder or delivery',
  }),
  GATEWAY_PORT: port(5000, 'the gateway'),
  WORKER_PORT: port(5001, 'the order worker'),
  DATABASE_API_PORT: port(5002, 'the database API'),
  WAITING_ROOM_PORT: port(5003, 'the waiting room'),
  PAYMENTS_PORT: port(5004, 'payments'),
  DELIVERY_PORT: port(5005, 'delivery'),
  OFFICE_PORT: port(5006, 'the office'),
  BANK_PORT: port(5007, 'the bank'),
  AUDIT_PORT: port(5008, 'the audit'),
  RECORDER_PORT: port(5009, 'the recorder'),
  GENERATOR_PORT: port(9000, 'the workload generator'),
  FRONTEND_PORT: port(8080, 'the shop'),
  CONSOLE_PORT: port(8081, 'the console'),
  REDIS_PORT: port(6379, 'the Redis that it starts'),
  REDIS_URL: Type.Optional(
    Type.String({
      description: 'A running Redis to use; create its data with `npm run admin -- data install`',
      pattern: '^(rediss?|unix)://',
      ...must('must be a redis://, rediss:// or unix:// address'),
    }),
  ),
  DATABASE_URL: Type.Optional(databaseVariables.DATABASE_URL),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address that all services listen on' }),
  ...shardVariables,
  DATA_DIR: Type.String({
    default: '.data',
    description: 'Folder for the data of Redis and PostgreSQL, the secrets and the logs',
  }),
  AUTOSCALE: Type.Boolean({
    default: true,
    description: 'Whether gateways and workers are scaled; otherwise there is one of each',
  }),
  AUTOSCALE_MIN: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: MAX_PROCESSES,
    description: 'Fewest processes of each, instead of `minReplicas`',
  }),
  AUTOSCALE_MAX: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_PROCESSES,
      description:
        'Most processes of each, if `maxReplicas` allows; by default one per core, at least 3',
    }),
  ),
  AUTOSCALE_TEMPO: Type.Integer({
    default: 2,
    minimum: 1,
    maximum: 100,
    description: 'Divides the windows and periods of the manifests, so that you can watch it scale',
  }),
  AUTOSCALE_MANIFESTS: Type.String({
    default: 'deploy/overlays/local',
    description:
      'Folder of the autoscalers and Deployments to scale by; `k8s` has those of production',
  }),
  AUTOSCALE_LAG: Type.Boolean({
    default: false,
    description: 'Whether workers are also scaled by the backlog, as KEDA does',
  }),
  WORKER_LAG_TARGET: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'Backlog per worker to aim for; by default that of `deploy/components/keda`',
    }),
  ),
});
export type LocalConfig = Readonly<Static<typeof LocalConfig>>;
