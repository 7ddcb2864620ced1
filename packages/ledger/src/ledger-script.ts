import { loadScript, type Script } from '@onsale/redis';
import { ORDER_STATES_LUA } from './orders/order-states.ts';

/** Reads a script of the ledger, with the states of an order for `--@include order-states`. */
export function ledgerScript(file: URL): Script {
  return loadScript(file, { 'order-states': ORDER_STATES_LUA });
}
