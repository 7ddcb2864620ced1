import { Type } from '@onsale/contracts';
import {
  admissionKeys,
  orderWayVariables,
  proxyVariables,
  replicaVariables,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the waiting room. */
export const WaitingRoomConfig = Type.Object({
  ...serviceVariables(5003),
  ...orderWayVariables,
  ...proxyVariables,
  ADMISSION_KEYS: admissionKeys,
  ...replicaVariables,
});
export type WaitingRoomConfig = Readonly<Static<typeof WaitingRoomConfig>>;
