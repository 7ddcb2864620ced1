import { migrateData } from '@onsale/ledger/migrate-data';
import { readFleet } from '@onsale/service-runtime';
import type { Command } from '../command.ts';

/** Brings data that an older version has stored into the present format. */
export const dataMigrateCommand: Command = {
  usage: 'data migrate',
  summary: 'brings the data of an older version into the present format; stop all services first',
  options: {},
  words: { least: 0, most: 0 },
  async run({ redis, signal, print, progress }) {
    const running = await readFleet(redis);
    if (running.length > 0) {
      const names = running.map(({ service, instance }) => `${service} ${instance}`);
      print(`These still run, or ended less than five seconds ago: ${names.join(', ')}`);
      return 1;
    }
    let orders = 0;
    for await (const moved of migrateData(redis)) {
      signal.throwIfAborted();
      orders = moved;
      progress(`${orders.toLocaleString('en')} orders moved`);
    }
    print(orders === 0 ? 'The data has the present format.' : `${orders} orders were moved.`);
    return 0;
  },
};
