import { setTimeout as delay } from 'node:timers/promises';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** Gateways and workers die at random moments, and new ones replace them. */
export const killedProcesses: Scenario = {
  name: 'killed-processes',
  fault: 'gateways and workers are killed',
  promise: 'every order answered 201 is settled once; a repeated request doubles none',
  run: (stage) =>
    saleUnderAttack(stage, {
      // Two of each run at every moment, so that the sale continues.
      gateways: 2,
      workers: 2,
      buyers: 40,
      pauseMs: 20,
      times: stage.quick ? 4 : 50,
      once: async ({ system, gateways, workers }) => {
        const { random } = stage;
        await delay(random.integer(0, stage.quick ? 100 : 300));
        const kind = random.pick([gateways, workers]);
        const victim = random.pick(kind);
        // The crowd notices the death as clients do: by a broken connection.
        victim.signal('SIGKILL');
        await victim.exited;
        const heir = kind === gateways ? system.startGateway() : system.startWorker();
        kind.splice(kind.indexOf(victim), 1, await heir);
      },
    }),
};
