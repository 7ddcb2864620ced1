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
});
export type WaitingRoomConfig = Readonly<Static<typeof WaitingRoomConfig>>;
