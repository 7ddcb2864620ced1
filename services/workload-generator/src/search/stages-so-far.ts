import type { LoadStage } from '@onsale/contracts';
import { planOf, rateAt } from '@onsale/contracts/load-plan';
import type { Decision } from './scale-search.ts';

/** Shorter than that is nothing but rounding. */
const SHORTEST_S = 0.001;

/**
 * The stages of a load that is decided on while it runs: what was planned until now, then the change,
 * and then its rate until the end. Pure.
 */
export function stagesAfter(
  stages: readonly LoadStage[],
  { rps, rampS, endInS }: Decision,
  { atS, totalS }: { atS: number; totalS: number },
): LoadStage[] {
  const past = stagesUntil(stages, atS);
  const restS = Math.max(SHORTEST_S, endInS ?? totalS - atS);
  if (rampS < SHORTEST_S) return [...past, { rps, durationS: restS }];
  const climb = { rps, durationS: Math.min(rampS, restS), ramp: true };
  return restS - rampS < SHORTEST_S
    ? [...past, climb]
    : [...past, climb, { rps, durationS: restS - rampS }];
}

/** The first seconds of the stages; a ramp that is cut ends at the rate that it had there. */
export function stagesUntil(stages: readonly LoadStage[], untilS: number): LoadStage[] {
  const segments = planOf({ profile: 'stages', stages: [...stages], rps: 0, durationS: 0 });
  const kept: LoadStage[] = [];
  let fromS = 0;
  for (const stage of stages) {
    const restS = untilS - fromS;
    if (restS < SHORTEST_S) break;
    if (stage.durationS <= restS) kept.push(stage);
    else kept.push({ ...stage, durationS: restS, rps: rateAt(segments, untilS) });
    fromS += stage.durationS;
  }
  return kept;
}
