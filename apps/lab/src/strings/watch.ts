import type { SearchPhase } from '@onsale/api-client';

/** What can be started by name, and the guide through it. */
export const watchText = {
  presets: {
    title: 'Presets',
    note: 'One button each. They sell from rehearsals, never the shop’s stock.',
    waiting: 'Waiting for the load generator …',
    start: 'Start',
    of: (title: string) => `“${title}”`,
    watch: 'Watch it scale',
  },

  guide: {
    phases: {
      searching: {
        title: '1 Search',
        happens: 'The rate grows until a service uses more CPU than its target.',
        look: 'the CPU charts: the filled line climbs towards the dashed target.',
      },
      climbing: {
        title: '2 Climb',
        happens: 'New processes start, then the rate climbs to what they can do.',
        look: 'the fleet: a tile marked “new”. A dashed line through all charts shows when it came.',
      },
      holding: {
        title: '3 Hold',
        happens: 'The rate stays there. Latency should come down and stay.',
        look: 'the latency chart, and how the work is divided between the tiles.',
      },
      descending: {
        title: '4 Descend',
        happens: 'Almost no load, until the surplus processes have gone.',
        look: 'the fleet: tiles end one by one. This takes a minute or two: no autoscaler hurries down.',
      },
    } satisfies Record<SearchPhase, { title: string; happens: string; look: string }>,
    look: 'Look at',
    decisions: 'Decisions of the search',
    rate: (rate: string) => `${rate} / s`,
  },
} as const;
