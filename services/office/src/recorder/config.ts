import { Type } from '@onsale/contracts';
import {
  databaseVariables,
  redisVariables,
  replicaVariables,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the recorder. */
export const RecorderConfig = Type.Object({
  ...serviceVariables(5009),
  ...redisVariables,
  ...databaseVariables,
  ...replicaVariables,
});
export type RecorderConfig = Readonly<Static<typeof RecorderConfig>>;
