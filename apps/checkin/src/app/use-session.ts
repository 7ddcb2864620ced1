import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CheckinSession, SessionState } from '../scans/checkin-session.ts';

/** The state of the session; drawn again with each change. */
export function useSession(session: CheckinSession): SessionState {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.getState(),
  );
}

/** The time (Unix, in ms), drawn again every so often. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
