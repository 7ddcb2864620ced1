/** Positions of the slider; each is a little more than one percent away from the next. */
export const SLIDER_STEPS = 400;
/** The generator's own limit may be lower, and says so. */
const HIGHEST_RPS = 20_000;

/** The rate at a position: 1 at the left, twenty thousand at the right, round numbers between. */
export function rateAtPosition(position: number): number {
  const rate = HIGHEST_RPS ** (position / SLIDER_STEPS);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(rate)) - 1);
  return Math.max(1, Math.round(rate / unit) * unit);
}

/** Where a rate stands on the slider. */
export function positionOfRate(rate: number): number {
  if (!(rate > 1)) return 0;
  return Math.min(
    SLIDER_STEPS,
    Math.round((Math.log(rate) / Math.log(HIGHEST_RPS)) * SLIDER_STEPS),
  );
}
