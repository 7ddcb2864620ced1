import { must } from '@onsale/contracts';
import { type Static, Type } from 'typebox';

const port = (preferred: number, what: string) =>
  Type.Integer({
    default: preferred,
    minimum: 1,
    maximum: 65535,
    description: `Port of ${what}; when it is taken, the next free one`,
  });

/** The environment of `npm start`; everything else in it reaches the services as it is. */
export const LocalConfig = Type.Object({
  GATEWAY_PORT: port(5000, 'the gateway'),
  WORKER_PORT: port(5001, 'the order worker'),
  DATABASE_API_PORT: port(5002, 'the database API'),
  GENERATOR_PORT: port(9000, 'the workload generator'),
  FRONTEND_PORT: port(8080, 'the frontend, which is the shop'),
  REDIS_PORT: port(6379, 'the Redis that is started here'),
  REDIS_URL: Type.Optional(
    Type.String({
      description: 'Use this Redis and start none',
      pattern: '^(rediss?|unix)://',
      ...must('must be a redis://, rediss:// or unix:// address'),
    }),
  ),
  DATA_DIR: Type.String({ default: '.data', description: 'Where Redis and the logs are kept' }),
});
export type LocalConfig = Readonly<Static<typeof LocalConfig>>;
