import { type HttpServer, listen, listenOnSharedSocket } from '@onsale/service';
import type { GatewayConfig } from './config.ts';

/** After this, a gateway with a shared port opens it even if not ready, to say so. */
const OPEN_ANYWAY_MS = 5000;

/** When a gateway accepts connections. */
export interface GatewayPort {
  /** The process has started. */
  started(): Promise<void>;
  /** Requests can be served. */
  ready(): Promise<void>;
}

/**
 * A gateway with a port of its own opens it at startup and reports that it is not ready. One with a
 * shared port would take requests that others can serve, so it opens the port once ready, and
 * accepts no more connections from a shared socket while draining.
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
    // Connections queued on a REUSE_PORT socket would be lost with it; others can't take them over.
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
