import { installData } from '@onsale/ledger';
import { findScripts, pruneFunctions } from '@onsale/redis';
import type { Command } from '../command.ts';

const PROJECT = new URL('../../../', import.meta.url);

/** The only step that creates a shop's data, and loads each version's functions into Redis. */
export const dataInstallCommand: Command = {
  usage: 'data install [--after-loss] [--prune]',
  summary:
    'creates the data of a new shop and loads the functions of this version, before any of its ' +
    'processes start; --after-loss gives up lost data, --prune drops functions of other versions',
  options: { 'after-loss': { type: 'boolean' }, prune: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ redis, shards, hadData, signal, print }, { options }) {
    const scripts = findScripts(PROJECT);
    const afterLoss = options['after-loss'] === true;
    const done = await installData(redis, { shards, scripts, hadData, afterLoss, signal });
    print(
      done.created
        ? `Created the data of a new shop with SHARDS=${shards} (${done.dataId}).`
        : `The data of the shop already exists (${done.dataId}).`,
    );
    print(`Loaded ${done.functions} functions; ${scripts.length} belong to this version.`);
    if (options['prune'] === true) {
      print(`Removed ${await pruneFunctions(redis, scripts)} functions of other versions.`);
    }
    return 0;
  },
};
