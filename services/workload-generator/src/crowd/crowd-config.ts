import {
  ApiError,
  type CrowdConfig,
  type CrowdKind,
  type CrowdStart,
  REHEARSAL_LINE,
} from '@onsale/contracts';
// Alone: all that plays a crowd is for its thread.
import { SHARES } from '@onsale/crowd/arrivals';

/** As the noon test has them. */
const USUAL_SHARES: CrowdConfig['shares'] = {
  refreshing: SHARES.refreshing ?? 0,
  leaving: SHARES.leaving ?? 0,
  twoTabs: SHARES['two tabs'] ?? 0,
  copying: SHARES.copying ?? 0,
  bots: SHARES.bot ?? 0,
};

/** A crowd by default, with another seed each time. */
export function defaultCrowd(): CrowdConfig {
  return {
    event: REHEARSAL_LINE,
    people: 1000,
    withinS: 10,
    seed: Math.floor(Math.random() * 2 ** 32),
    shares: USUAL_SHARES,
  };
}

/** The crowd that is asked for. Throws `ApiError` 400 when more than all of them are to misbehave. */
export function crowdOf({ shares, ...change }: CrowdStart): CrowdConfig {
  const config = { ...defaultCrowd(), ...change, shares: { ...USUAL_SHARES, ...shares } };
  const names = Object.keys(config.shares) as CrowdKind[];
  if (names.reduce((sum, name) => sum + config.shares[name], 0) > 1 + Number.EPSILON * 8) {
    const message = 'must be at most 1 together';
    throw new ApiError('INVALID_REQUEST', `shares ${message}`, {
      details: [{ path: 'shares', message }],
    });
  }
  return config;
}
