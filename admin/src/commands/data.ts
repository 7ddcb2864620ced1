import { installData } from '@onsale/ledger';
import { findScripts, pruneFunctions } from '@onsale/redis';
import type { Command } from '../command.ts';

const PROJECT = new URL('../../../', import.meta.url);

/** The one step that creates the data of a shop, and brings each version's functions to Redis. */
export const dataInstallCommand: Command = {
  usage: 'data install [--after-loss] [--prune]',
  summary:
    'creates the data of a new shop and loads the functions of this version, before its first ' +
    'process; --after-loss gives up data that were lost, --prune drops functions of other versions',
  options: { 'after-loss': { type: 'boolean' }, prune: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ redis, shards, hadData, print }, { options }) {
    const scripts = findScripts(PROJECT);
    const afterLoss = options['after-loss'] === true;
    const done = await installData(redis, { shards, scripts, hadData, afterLoss });
    print(
      done.created
        ? `Created the data of a shop with SHARDS=${shards} (${done.dataId}).`
        : `The data of the shop are there (${done.dataId}).`,
    );
    print(`Loaded ${done.functions} functions; ${scripts.length} belong to this version.`);
    if (options['prune'] === true) {
      print(`Removed ${await pruneFunctions(redis, scripts)} functions of other versions.`);
    }
    return 0;
  },
};
