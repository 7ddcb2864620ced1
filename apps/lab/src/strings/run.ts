import type { LoadGoods } from '@onsale/api-client';

/** The run that is going on, and what the page hears of it. */
export const runText = {
  streams: {
    load: 'load generator',
    fleet: 'gateway',
    interrupted: (name: string, agoS: number, nextS: number) =>
      `No word from the ${name} for ${agoS} s. ` +
      (nextS > 0 ? `Trying again in ${nextS} s.` : 'Trying again now …'),
    spoken: (name: string) => `No word from the ${name}. The page keeps trying.`,
    unreachableLoad:
      'The figures below are the last known ones. Start and Stop wait until it is back.',
    unreachableFleet:
      'Fleet and orders below are the last known ones. A load that is running goes on.',
  },

  now: {
    title: 'Now',
    storedTitle: 'This run',
    target: (address: string) => `target ${address}`,
    blindTitle: 'This machine is short of CPU',
    blind: (of: { p99: string; service: string; cpu: string; target: string }) =>
      `p99 is ${of.p99} ms, but ${of.service} uses only ${of.cpu} of the CPU it requests, below the ` +
      `${of.target} at which it scales. Its processes wait for a core that something else holds, and ` +
      "scaling by CPU can't see that. Close other programs, or lower the rate.",
  },

  goods: {
    rehearsal: (name: string) => `Sells “${name}”, never the shop’s stock.`,
    event: (name: string) => `Sells real tickets of “${name}”.`,
    sells: {
      unknown: 'The target has not said yet what it sells.',
      event: 'Sells tickets of its event only.',
      everything:
        'Sells real tickets: the target has no rehearsal, so everything on sale is ordered.',
      mix: 'Sells the tickets that “What is ordered” names.',
    } satisfies Record<LoadGoods, string>,
    reset: 'Reset rehearsals',
    resetting: 'Resetting …',
    resetMeans: 'Deletes the orders of rehearsals and puts their tickets back on sale.',
    resetWaits: 'Not while a run is active: stop it first.',
    done: (count: string) => `Done: ${count} orders deleted, all tickets are back on sale.`,
    failed: (reason: string) => `Nothing was reset: ${reason}.`,
    unreachable: 'The load generator does not answer. Nothing was reset.',
  },
} as const;
