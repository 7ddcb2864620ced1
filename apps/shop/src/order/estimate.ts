/** An estimate as it can be kept: no number of seconds that jumps, and none that is too good. */
export interface Estimate {
  unit: 'soon' | 'seconds' | 'minutes';
  count: number;
}

/** So short that a number says nothing. */
const SOON_S = 3;
const MINUTE_S = 60;
/** From here on minutes are more honest than seconds. */
const SECONDS_MOST = 90;

/** Rounds up: to 5 seconds up to half a minute, to 10 up to a minute and a half, then to minutes. */
export function estimateOf(seconds: number): Estimate {
  if (seconds <= SOON_S) return { unit: 'soon', count: 0 };
  if (seconds > SECONDS_MOST) return { unit: 'minutes', count: Math.ceil(seconds / MINUTE_S) };
  const step = seconds <= 30 ? 5 : 10;
  return { unit: 'seconds', count: Math.ceil(seconds / step) * step };
}
