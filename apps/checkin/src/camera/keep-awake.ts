/** Keeps the screen on while the page is seen, where a browser can. Returns how to end that. */
export function keepAwake(): () => void {
  const end = new AbortController();
  let lock: WakeLockSentinel | undefined;
  const ask = async () => {
    if (document.hidden || !('wakeLock' in navigator)) return;
    try {
      const asked = await navigator.wakeLock.request('screen');
      if (end.signal.aborted) await asked.release();
      else lock = asked;
    } catch {
      // The battery is low, and the system has the last word.
    }
  };
  // A page that was hidden has lost it.
  document.addEventListener('visibilitychange', () => void ask(), { signal: end.signal });
  void ask();
  return () => {
    end.abort();
    void lock?.release();
  };
}
