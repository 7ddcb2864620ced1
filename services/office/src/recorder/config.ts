import { Type } from '@onsale/contracts';
import { databaseVariables, redisVariables, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the recorder; docs/configuration.md has the same list. */
export const RecorderConfig = Type.Object({
  ...serviceVariables(5009),
  ...redisVariables,
  ...databaseVariables,
  WAIT_REPLICAS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description: 'Redis replicas that must have what is recorded, before it is',
  }),
});
export type RecorderConfig = Readonly<Static<typeof RecorderConfig>>;
