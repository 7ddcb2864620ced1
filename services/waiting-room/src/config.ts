import { Type } from '@onsale/contracts';
import {
  admissionKeys,
  orderWayVariables,
  proxyVariables,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the waiting room; docs/configuration.md has the same list. */
export const WaitingRoomConfig = Type.Object({
  ...serviceVariables(5003),
  ...orderWayVariables,
  ...proxyVariables,
  ADMISSION_KEYS: admissionKeys,
  WAIT_REPLICAS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description: 'Redis replicas that must have a place before it is answered; as for the gateway',
  }),
});
export type WaitingRoomConfig = Readonly<Static<typeof WaitingRoomConfig>>;
