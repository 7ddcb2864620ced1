import { databaseVariables, secret, serviceVariables } from '@onsale/service';
import { Type } from '@onsale/contracts';
import type { Static } from 'typebox';

/** The environment of the office; docs/configuration.md has the same list. */
export const OfficeConfig = Type.Object({
  ...serviceVariables(5006),
  ...databaseVariables,
  OFFICE_TOKEN: secret('What gateway and payments prove themselves with'),
});
export type OfficeConfig = Readonly<Static<typeof OfficeConfig>>;
