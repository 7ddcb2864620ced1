import { type HttpServer, listen, listenOnSharedSocket } from '@onsale/service';
import type { GatewayConfig } from './config.ts';

/** A gateway that shares its port and is still not ready then says so to whoever asks. */
const OPEN_ANYWAY_MS = 5000;

/** When a gateway takes connections. */
export interface GatewayPort {
  /** The process has started. */
  started(): Promise<void>;
  /** Requests can be served. */
  ready(): Promise<void>;
}

/**
 * A gateway that has its port for itself opens it at its start, and says that it is not ready. One
 * that shares the port would take requests that the others can serve: it opens the port when it is
 * ready, and takes no more connections from a shared socket once it drains.
 */
export function gatewayPort(
  app: HttpServer,
  config: Pick<GatewayConfig, 'HOST' | 'PORT' | 'REUSE_PORT' | 'LISTEN_FD'>,
  draining: AbortSignal,
): GatewayPort {
  let opened: Promise<void> | undefined;
  const open = (): Promise<void> => (opened ??= openNow());
  const openNow = async () => {
    if (draining.aborted) return;
    // What waits at a socket of REUSE_PORT would be lost with it; the others can't take it over.
    if (config.LISTEN_FD === undefined) await listen(app, config);
    else {
      const stopAccepting = await listenOnSharedSocket(app, config.LISTEN_FD);
      draining.addEventListener('abort', stopAccepting, { once: true });
    }
  };
  return {
    started: async () => {
      if (config.REUSE_PORT || config.LISTEN_FD !== undefined) {
        setTimeout(() => void open(), OPEN_ANYWAY_MS).unref();
      } else await open();
    },
    ready: open,
  };
}
