/** The script that vite.config.ts makes of worker.ts. */
const SCRIPT = '/order-worker.js';
/** Only the pages of orders are kept. */
const SCOPE = '/orders/';

/**
 * Keeps the files that draw the page of an order on this device. Resolves with whether they are there;
 * not on plain http under a name, where browsers have no workers, and not in development.
 */
export async function startWorker(): Promise<boolean> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return false;
  try {
    const { installing, waiting, active } = await navigator.serviceWorker.register(SCRIPT, {
      scope: SCOPE,
    });
    if (active !== null || waiting !== null) return true;
    return installing !== null && (await isInstalled(installing));
  } catch {
    // Forbidden by the visitor, or its script could not be loaded: the page works with a network.
    return false;
  }
}

async function isInstalled(worker: ServiceWorker): Promise<boolean> {
  return await new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state !== 'installing') resolve(worker.state !== 'redundant');
    });
  });
}
