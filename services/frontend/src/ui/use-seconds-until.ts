import { useEffect, useState } from 'react';

/** Whole seconds until a moment, counted down as they pass; 0 when it is over. */
export function useSecondsUntil(atMs: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(atMs));
  useEffect(() => {
    setSeconds(secondsUntil(atMs));
    const timer = setInterval(() => setSeconds(secondsUntil(atMs)), 250);
    return () => clearInterval(timer);
  }, [atMs]);
  return seconds;
}

function secondsUntil(atMs: number): number {
  return Math.max(0, Math.ceil((atMs - Date.now()) / 1000));
}
