import { onServerClock } from '@onsale/api-client';
import { useEffect, useState } from 'react';

/** A browser's timer can't wait for longer than 24 days; a clock that is set may change before. */
const LONGEST_WAIT_MS = 600_000;
/** A timer may fire a little early. */
const SHORTEST_WAIT_MS = 50;

/**
 * The time of the server (Unix time in ms), read again whenever `nextTurnMs` of it is reached: what
 * changes by itself at a moment is drawn at that moment, without asking anybody.
 */
export function useServerTime(nextTurnMs: (nowMs: number) => number): number {
  const [nowMs, setNowMs] = useState(() => onServerClock());
  const turnMs = nextTurnMs(nowMs);
  useEffect(() => {
    if (turnMs === Infinity) return undefined;
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, turnMs - onServerClock()));
    const timer = setInterval(() => setNowMs(onServerClock()), waitMs);
    return () => clearInterval(timer);
  }, [turnMs]);
  return nowMs;
}
