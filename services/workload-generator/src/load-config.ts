import {
  ApiError,
  type ErrorDetail,
  type LoadChange,
  type LoadConfig,
  REHEARSAL_EVENT,
} from '@onsale/contracts';
import { durationOf, planOf } from '@onsale/contracts/load-plan';
import type { GeneratorConfig } from './config.ts';

/** The limits of a load that the environment sets. */
export type LoadLimits = Pick<GeneratorConfig, 'MAX_RPS' | 'MAX_DURATION_S'>;

export function defaultLoad(
  config: Pick<GeneratorConfig, 'TARGET_RPS' | 'MAX_DURATION_S'>,
): LoadConfig {
  return {
    rps: config.TARGET_RPS,
    durationS: Math.min(60, config.MAX_DURATION_S),
    profile: 'constant',
    stages: [],
    arrivals: 'constant',
    event: REHEARSAL_EVENT,
    mix: [],
    paymentMethod: 'credit_card',
    connections: 128,
    timeoutMs: 10_000,
    followMaxPerS: 100,
    settleTimeoutS: 30,
    shares: { duplicates: 0, badRequests: 0, readers: 0 },
    part: { index: 0, of: 1 },
    thresholds: {
      p99Ms: 500,
      failureShare: 0.01,
      clickToSettledP99Ms: 5000,
      lost: 0,
      duplicated: 0,
      minAcceptedShare: 0.5,
      droppedShare: 0.01,
    },
  };
}

/**
 * A configuration with some of its fields changed. Stages without a profile mean the profile
 * `stages`; a rate alone, where stages went before, means that rate from now on.
 */
export function changeLoad(config: LoadConfig, change: LoadChange): LoadConfig {
  const profile =
    change.profile ??
    (change.stages !== undefined && change.stages.length > 0
      ? 'stages'
      : change.rps !== undefined && config.profile === 'stages'
        ? 'constant'
        : config.profile);
  return {
    ...config,
    ...change,
    profile,
    shares: { ...config.shares, ...change.shares },
    thresholds: { ...config.thresholds, ...change.thresholds },
  };
}

/** Throws `ApiError` 400, naming each field that breaks a rule the schema can't express. */
export function checkLoad(config: LoadConfig, limits: LoadLimits): void {
  const details: ErrorDetail[] = [];
  const refuse = (path: string, message: string) => void details.push({ path, message });
  const tooFast = `must be at most ${limits.MAX_RPS} (MAX_RPS)`;
  const tooLong = `must be at most ${limits.MAX_DURATION_S} (MAX_DURATION_S)`;

  if (config.rps > limits.MAX_RPS) refuse('rps', tooFast);
  if (config.durationS > limits.MAX_DURATION_S) refuse('durationS', tooLong);
  for (const [i, stage] of config.stages.entries()) {
    if (stage.rps > limits.MAX_RPS) refuse(`stages[${i}].rps`, tooFast);
  }
  if (config.profile === 'stages') {
    if (config.stages.length === 0) refuse('stages', 'must not be empty for the profile stages');
    else if (durationOf(planOf(config)) > limits.MAX_DURATION_S) {
      refuse('stages', `last too long together: durationS ${tooLong}`);
    }
  }
  const { duplicates, badRequests, readers } = config.shares;
  if (duplicates + badRequests + readers > 1) refuse('shares', 'must not add up to more than 1');
  const { index, of } = config.part;
  if (index >= of) refuse('part.index', `must be below part.of, which is ${of}`);

  const [first] = details;
  if (first === undefined) return;
  throw new ApiError('INVALID_REQUEST', `${first.path} ${first.message}`, { details });
}
