import { readCounts, REHEARSAL_SHARD, resetRehearsal } from '@onsale/ledger';
import type { Command } from '../command.ts';

/** Empties the shard of rehearsals, where load tests order. */
export const rehearsalResetCommand: Command = {
  usage: 'rehearsal reset --yes',
  summary:
    'deletes all orders of rehearsals and puts their tickets back on sale; nothing else is touched',
  options: { yes: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print, warn }, { options }) {
    const ledger = await openLedger();
    if (options['yes'] !== true) {
      const { placed } = await readCounts(ledger, REHEARSAL_SHARD);
      warn(`${placed} orders have been placed in rehearsals; --yes deletes all of them`);
      return 1;
    }
    const orders = await resetRehearsal(ledger);
    print(`Orders of rehearsals deleted: ${orders}. All of their tickets are on sale again.`);
    return 0;
  },
};
