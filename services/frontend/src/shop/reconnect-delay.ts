/** How long to wait on average before asking for a live connection once more. */
const RECONNECT_MS = 5000;

/**
 * Half of that to one and a half: a gateway that is lost takes thousands of live connections with it,
 * and they must not come back to the others in one moment.
 */
export function reconnectDelayMs(random: () => number = Math.random): number {
  return RECONNECT_MS * (0.5 + random());
}
