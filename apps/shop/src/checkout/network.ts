import type { Network } from './send-until-answered.ts';

/** The network as the browser knows it. */
export const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  // Without Promise.withResolvers: Safari before 17.4 has none.
  untilNextTry: async (atMs, signal) =>
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        // Without a network the next try is the moment it is back.
        if (navigator.onLine) end(resolve);
      }, atMs - Date.now());
      const goOn = () => end(resolve);
      const abort = () => end(() => reject(new DOMException('ended', 'AbortError')));
      const end = (settle: () => void) => {
        clearTimeout(timer);
        window.removeEventListener('online', goOn);
        signal.removeEventListener('abort', abort);
        settle();
      };
      window.addEventListener('online', goOn);
      signal.addEventListener('abort', abort);
    }),
};
