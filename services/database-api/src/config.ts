import { must, Type } from '@onsale/contracts';
import { redisVariables, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the database API. */
export const DatabaseApiConfig = Type.Object({
  ...serviceVariables(5002),
  ...redisVariables,
  MAX_BYTES: Type.Integer({
    default: 64 * 1024 * 1024,
    minimum: 1024,
    maximum: 1024 ** 4,
    description: 'Memory in Redis for all values together; above this, 507',
  }),
  API_TOKEN: Type.Optional(
    Type.String({
      description: 'Bearer token of every request for keys; optional only on a loopback `HOST`',
      pattern: '^[\\x21-\\x7e]+$',
      ...must('must be printable ASCII without spaces'),
      'x-secret': true,
    }),
  ),
});
export type DatabaseApiConfig = Readonly<Static<typeof DatabaseApiConfig>>;
