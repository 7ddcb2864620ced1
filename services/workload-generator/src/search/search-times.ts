/** How long everything takes, in shares of the whole: of five minutes, 6, 120, 45, 15 and 60 s. */
const SHARES = { probe: 0.02, search: 0.4, patience: 0.15, ramp: 0.05, hold: 0.2 };
const SHORTEST_PROBE_S = 2;

/** How long each part of a search lasts, in seconds. */
export type SearchTimes = Readonly<Record<keyof typeof SHARES, number>>;

/** The parts of a search that takes `totalS` seconds in all. */
export function searchTimes(totalS: number): SearchTimes {
  return {
    probe: Math.max(SHORTEST_PROBE_S, SHARES.probe * totalS),
    search: SHARES.search * totalS,
    patience: SHARES.patience * totalS,
    ramp: SHARES.ramp * totalS,
    hold: SHARES.hold * totalS,
  };
}
