import { must } from '@onsale/contracts';
import { databaseVariables, shardVariables } from '@onsale/service';
import { type Static, Type } from 'typebox';

const port = (preferred: number) =>
  Type.Integer({
    default: preferred,
    minimum: 1,
    maximum: 65535,
    description: 'Ports of the parts; a taken one gives way to the next free one',
  });

/** More processes of one service than any laptop can use. */
const MAX_PROCESSES = 64;

/** The environment of `npm start`; all other variables are passed on to the services. */
export const LocalConfig = Type.Object({
  PARTS: Type.Unsafe<'all' | 'sale'>({
    type: 'string',
    enum: ['all', 'sale'],
    default: 'all',
    description: '`all`, or `sale`: without PostgreSQL, office, recorder and delivery',
  }),
  GATEWAY_PORT: port(5000),
  WORKER_PORT: port(5001),
  DATABASE_API_PORT: port(5002),
  WAITING_ROOM_PORT: port(5003),
  PAYMENTS_PORT: port(5004),
  DELIVERY_PORT: port(5005),
  OFFICE_PORT: port(5006),
  BANK_PORT: port(5007),
  AUDIT_PORT: port(5008),
  RECORDER_PORT: port(5009),
  GENERATOR_PORT: port(9000),
  FRONTEND_PORT: port(8080),
  CONSOLE_PORT: port(8081),
  REDIS_PORT: port(6379),
  REDIS_URL: Type.Optional(
    Type.String({
      description: 'A running Redis; create its data with `npm run admin -- data install`',
      pattern: '^(rediss?|unix)://',
      ...must('must be a redis://, rediss:// or unix:// address'),
    }),
  ),
  DATABASE_URL: Type.Optional(databaseVariables.DATABASE_URL),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address that all services listen on' }),
  ...shardVariables,
  DATA_DIR: Type.String({
    default: '.data',
    description: 'Folder for data, secrets and logs',
  }),
  AUTOSCALE: Type.Boolean({
    default: true,
    description: 'Scales gateways and workers; else there is one of each',
  }),
  AUTOSCALE_MIN: Type.Integer({
    default: 1,
    minimum: 1,
    maximum: MAX_PROCESSES,
    description: 'Fewest of each',
  }),
  AUTOSCALE_MAX: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_PROCESSES,
      description: 'Most of each, up to `maxReplicas`; by default one for each core, at least 3',
    }),
  ),
  AUTOSCALE_TEMPO: Type.Integer({
    default: 2,
    minimum: 1,
    maximum: 100,
    description: 'How many times faster than in a cluster',
  }),
  AUTOSCALE_MANIFESTS: Type.String({
    default: 'deploy/overlays/local',
    description: 'Manifests to scale by; `k8s` has those of production',
  }),
  AUTOSCALE_LAG: Type.Boolean({
    default: false,
    description: 'Scales workers also by the backlog, as KEDA does',
  }),
  WORKER_LAG_TARGET: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'Backlog for each; by default that of `deploy/components/keda`',
    }),
  ),
});
export type LocalConfig = Readonly<Static<typeof LocalConfig>>;
