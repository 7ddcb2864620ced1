/** The script that build-worker.ts makes of worker.ts. */
const SCRIPT = '/checkin/worker.js';
const SCOPE = '/checkin/';
/** So often an app that stays open for days asks for a new version. */
const ASK_EVERY_MS = 15 * 60 * 1000;

export interface KeptApp {
  /** Whether all files of the app are on this device, so that it starts without a network. */
  isKept: boolean;
  /**
   * Whether a newer version is here. Load the page again when nobody needs it (`location.reload()`): until then
   * it goes on with what it has.
   */
  isNewer: boolean;
}

let kept: KeptApp = { isKept: false, isNewer: false };
const readers = new Set<() => void>();

/** How the app is kept; both are false until told otherwise. */
export function keptApp(): KeptApp {
  return kept;
}

/** Tells `reader` of each change of `keptApp()`. Returns how to end that. */
export function onKeptAppChange(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

/**
 * Keeps the app on this device and asks for new versions of it. Nothing happens where browsers have no workers,
 * which is without a secure context, and in development.
 */
export async function keepApp(): Promise<void> {
  const { serviceWorker } = navigator;
  if (import.meta.env.DEV || serviceWorker === undefined) return;
  // The first worker of a device takes over as well, and is not a newer one.
  let current = serviceWorker.controller;
  if (current !== null) say({ isKept: true, isNewer: false });
  serviceWorker.addEventListener('controllerchange', () => {
    say({ isKept: true, isNewer: current !== null });
    current = serviceWorker.controller;
  });
  try {
    const registration = await serviceWorker.register(SCRIPT, {
      scope: SCOPE,
      updateViaCache: 'none',
    });
    const ask = () => {
      if (!document.hidden && navigator.onLine) void registration.update().catch(noNetwork);
    };
    setInterval(ask, ASK_EVERY_MS);
    document.addEventListener('visibilitychange', ask);
  } catch {
    // Forbidden by the browser's settings, or its script could not be loaded: the app works with a network.
  }
}

function say(now: KeptApp): void {
  kept = now;
  for (const reader of readers) reader();
}

// Then there is no new version.
function noNetwork(): void {}
