import { installData } from '@onsale/ledger';
import { findScripts, pruneFunctions, type Redis } from '@onsale/redis';
import type { Command, CommandContext } from '../command.ts';

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
    const afterLoss = options['after-loss'] === true;
    await installAndTell(redis, { shards, hadData, afterLoss, signal, print });
    if (options['prune'] === true) {
      print(
        `Removed ${await pruneFunctions(redis, findScripts(PROJECT))} functions of other versions.`,
      );
    }
    return 0;
  },
};

/** Creates the data and loads the functions of this version, and says what there was to do. */
export async function installAndTell(
  redis: Redis,
  options: Pick<CommandContext, 'shards' | 'hadData' | 'signal' | 'print'> & { afterLoss: boolean },
): Promise<void> {
  const { print, ...how } = options;
  const scripts = findScripts(PROJECT);
  const done = await installData(redis, { ...how, scripts });
  print(
    done.created
      ? `Created the data of a new shop with SHARDS=${how.shards} (${done.dataId}).`
      : `The data of the shop already exists (${done.dataId}).`,
  );
  print(`Loaded ${done.functions} functions; ${scripts.length} belong to this version.`);
}
