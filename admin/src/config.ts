import { redisVariables, shardVariables } from '@onsale/service-runtime';
import { type Static, Type } from 'typebox';

/** The environment of the admin command; docs/configuration.md has the same list. */
export const AdminConfig = Type.Object({
  ...redisVariables,
  ...shardVariables,
  CONNECT_TIMEOUT_MS: Type.Integer({
    default: 5000,
    minimum: 100,
    maximum: 600_000,
    description: 'How long a command waits for Redis before it gives up',
  }),
});
export type AdminConfig = Readonly<Static<typeof AdminConfig>>;
