import type { Order } from '@onsale/ledger';
import { Counter, type Logger, type Registry } from '@onsale/service';

/** Two versions run side by side for minutes, so one warning a minute is enough. */
const WARN_EVERY_MS = 60_000;

/**
 * Counts orders shown as `unknown` because a newer version wrote their state, and warns about them
 * at most once a minute. Returns the function to call with every order read.
 */
export function watchUnknownStates(registry: Registry, logger: Logger): (order: Order) => Order {
  const shown = new Counter({
    name: 'onsale_orders_unknown_total',
    help: 'Orders in a state that only a newer version knows',
    registers: [registry],
  });
  let warnedAtMs = -Infinity;
  return (order) => {
    if (order.status !== 'unknown') return order;
    shown.inc();
    if (performance.now() - warnedAtMs < WARN_EVERY_MS) return order;
    warnedAtMs = performance.now();
    logger.warn('an order is in a state that only a newer version knows; it is shown as unknown');
    return order;
  };
}
