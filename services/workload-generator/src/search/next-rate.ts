// By how much a search changes its rate, in requests a second. `pressure` is how far the busiest
// service is from the CPU at which it is scaled: 1 is on it. `brokenRps` is the lowest rate at which
// latency broke, or Infinity.

/** How far above its target a service has to be, so that no autoscaler can overlook it. */
export const PRESSED = 1.4;
/** What the next probe aims at; a probe is never much more than the one before. */
const AIM = 1.5;
const LEAST_STEP = 1.25;
const GREATEST_STEP = 4;
/** The step where nothing tells how busy the target is. */
const BLIND_STEP = 1.6;
/** The climb ends where the first processes would be this far above their target: two or three do it. */
const GOAL = 2.4;
/** Processes that use less than this of their target get more, to come close to it. */
const ROOM = 0.8;
const FULL = 0.95;
const GREATEST_RAISE = 1.5;
/** What is left of a rate that broke. */
const RETREAT = 0.7;
/** A rate at which every surplus process is idle. */
const LOW_SHARE = 0.02;
const LEAST_RPS = 1;

/** What is known of a rate. */
interface Load {
  rps: number;
  pressure: number;
  brokenRps: number;
}

/** The next rate to try: where the busiest service should need help, and below what broke. */
export function nextProbe({ rps, pressure, brokenRps }: Load): number {
  const step = pressure === 0 ? GREATEST_STEP : AIM / pressure;
  const wanted = rps * Math.min(GREATEST_STEP, Math.max(LEAST_STEP, step));
  return Math.min(wanted, Math.sqrt(rps * brokenRps));
}

/** The next rate to try where nothing tells how busy the target is. */
export function nextBlindProbe(rps: number): number {
  return rps * BLIND_STEP;
}

/** Work for two to three times the processes of the start; their pressure is 0 if it was never read. */
export function goalOf(rps: number, pressureAtStart: number): number {
  return Math.max(rps, (rps * GOAL) / (pressureAtStart === 0 ? PRESSED : pressureAtStart));
}

/** As much as those that run have room for; undefined when they have none. */
export function raised({ rps, pressure, brokenRps }: Load): number | undefined {
  if (pressure === 0 || pressure > ROOM) return undefined;
  const wanted = rps * Math.min(GREATEST_RAISE, FULL / pressure);
  return Math.min(wanted, brokenRps * RETREAT);
}

/** What to go back to from a rate that broke. */
export function retreatFrom(rps: number): number {
  return Math.max(LEAST_RPS, rps * RETREAT);
}

/** Almost nothing, of the highest rate so far. */
export function idleRate(highestRps: number): number {
  return Math.max(LEAST_RPS, highestRps * LOW_SHARE);
}
