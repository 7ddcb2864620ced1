import { useEffect, useState } from 'react';

const TICK_MS = 250;

/** Whole seconds until a moment, counted down as they pass; 0 when it is over. */
export function useSecondsUntil(atMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (atMs <= Date.now()) return undefined;
    const tick = () => setNowMs(Date.now());
    const first = setTimeout(tick);
    const timer = setInterval(tick, TICK_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [atMs]);
  return Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
