import { useEffect, useSyncExternalStore } from 'react';
import { keptApp, onKeptAppChange } from '../offline/keep-app.ts';

/** So long nothing has happened when the device is put down rather than between two guests. */
const IDLE_MS = 30_000;

/**
 * Whether a newer version of the app is here. It takes over by itself when nobody has needed this device for a
 * while: nothing that is scanned is lost by it, but whoever stands there would wait.
 */
export function useUpdate(isIdle: boolean): boolean {
  const { isNewer } = useSyncExternalStore(onKeptAppChange, keptApp);
  useEffect(() => {
    if (!isNewer || !isIdle) return undefined;
    const timer = setTimeout(() => location.reload(), IDLE_MS);
    return () => clearTimeout(timer);
  }, [isNewer, isIdle]);
  return isNewer;
}
