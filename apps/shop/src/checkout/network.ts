import type { Network } from './send-until-answered.ts';

/** The network as the browser knows it. */
export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  untilNextTry: async (atMs, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      // Without a network the next try is the moment it is back.
      if (navigator.onLine) resolve();
    }, atMs - Date.now());
    const abort = () => reject(new DOMException('ended', 'AbortError'));
    window.addEventListener('online', () => resolve(), { once: true, signal });
    signal.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  },
};
