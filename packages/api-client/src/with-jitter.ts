/**
 * Half of a pause to one and a half: a server that is lost leaves thousands of clients behind, and they
 * must not come back in one moment.
 */
export function withJitter(pauseMs: number, random: () => number = Math.random): number {
  return Math.round(pauseMs * (0.5 + random()));
}
