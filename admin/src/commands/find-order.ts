import { findOrders } from '@onsale/ledger';
import { type Command, UsageError } from '../command.ts';

/** Gets from the handle of an order, as logs and audits have it, to the id that opens the order. */
export const ordersFindCommand: Command = {
  usage: 'orders find HANDLE',
  summary: 'shows the id of the order that a log, a trace or an audit names by its handle',
  options: {},
  words: { least: 1, most: 1 },
  async run({ openLedger, print, warn }, { words: [handle = ''] }) {
    const ids = await findOrders(await openLedger(), handle);
    if (ids === undefined) {
      throw new UsageError(`${handle} is not the handle of an order, such as 01m842xp8x00-3f9a1c`);
    }
    for (const id of ids) print(id);
    if (ids.length > 0) return 0;
    warn(`there is no order ${handle}`);
    return 1;
  },
};
