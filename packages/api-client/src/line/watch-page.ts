/** What happens to a page that somebody has open. */
export interface PageEvents {
  /** It is looked at again, or has its network again. */
  onWake: () => void;
  /** It is shown as it was left, by the button "Back". */
  onReturn: () => void;
  onLeave: () => void;
}

/** Tells what happens to this page; nothing where there is none. */
export function watchPage(signal: AbortSignal, { onWake, onReturn, onLeave }: PageEvents): void {
  if (typeof document !== 'object') return;
  // A page that sleeps has timers that sleep as well: whoever wakes it wants to know at once.
  const wake = () => {
    if (document.visibilityState === 'visible') onWake();
  };
  document.addEventListener('visibilitychange', wake, { signal });
  globalThis.addEventListener('online', wake, { signal });
  globalThis.addEventListener('pageshow', ({ persisted }) => persisted && onReturn(), { signal });
  globalThis.addEventListener('pagehide', onLeave, { signal });
}
