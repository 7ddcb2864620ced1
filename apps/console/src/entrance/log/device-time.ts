import type { LoggedScan } from '@onsale/api-client';

/** Nobody minds a clock that is off by less. */
const OFF_MS = 60_000;

/** What the clock of the device said, where it matters that it said something else. */
export function deviceTimeOf({ at, deviceAt }: LoggedScan): string | undefined {
  if (deviceAt === undefined) return undefined;
  return Math.abs(Date.parse(deviceAt) - Date.parse(at)) < OFF_MS ? undefined : deviceAt;
}
