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
    description: 'Memory for all values together; more get 507',
  }),
  API_TOKEN: Type.Optional(
    Type.String({
      description: 'Bearer token of requests; optional on a loopback `HOST`',
      pattern: '^[\\x21-\\x7e]+$',
      ...must('must be printable ASCII without spaces'),
      'x-secret': true,
    }),
  ),
});
export type DatabaseApiConfig = Readonly<Static<typeof DatabaseApiConfig>>;
