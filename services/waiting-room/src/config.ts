import { must, Type } from '@onsale/contracts';
import { orderWayVariables, proxyVariables, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the waiting room; docs/configuration.md has the same list. */
export const WaitingRoomConfig = Type.Object({
  ...serviceVariables(5003),
  ...orderWayVariables,
  ...proxyVariables,
  ADMISSION_KEYS: Type.String({
    description:
      'Keys by which places and admissions are signed, separated by commas: the first signs, all are ' +
      'accepted; the gateways have the same',
    pattern: '^[^\\s,]{32,}(\\s*,\\s*[^\\s,]{32,})*$',
    ...must('must be one secret of at least 32 characters or several separated by commas'),
    'x-secret': true,
  }),
});
export type WaitingRoomConfig = Readonly<Static<typeof WaitingRoomConfig>>;
