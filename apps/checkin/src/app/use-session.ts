import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CheckinSession, SessionState } from '../scans/checkin-session.ts';

/** The state of the session; drawn again with each change. */
export function useSession(session: CheckinSession): SessionState {
  return useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.getState(),
  );
}

/** The time by the clock of the office (Unix, in ms), drawn again every so often. */
export function useNow(session: Pick<CheckinSession, 'now'>, everyMs: number): number {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return session.now();
}
