import { EVENT_STEPS } from '../../packages/ledger/src/events/change-event-status.ts';
import { drawStates } from './draw-states.ts';

const steps = Object.entries(EVENT_STEPS).flatMap(([step, { from, to }]) =>
  from.map((before) => ({ from: before, to, step })),
);
const archived = ['closed', 'cancelled'].map((from) => ({
  from,
  to: 'archived',
  step: 'archive',
}));
const changes = [...steps, ...archived];

/** The life of an event. */
export const eventStates = drawStates(
  changes.flatMap(({ from, to }) => [from, to]),
  changes,
  {
    of: 'an event',
    height: 366,
    places: {
      draft: { at: [8, 10] },
      on_sale: { at: [128, 100], look: 'good' },
      paused: { at: [248, 10], look: 'accent' },
      closed: { at: [248, 210], look: 'accent' },
      cancelled: { at: [8, 210], look: 'bad' },
      archived: { at: [128, 320] },
    },
    ways: {
      'draft on_sale': {
        through: [
          [100, 46],
          [145, 98],
        ],
        labelAt: [110, 74],
        align: 'end',
      },
      'draft cancelled': {
        through: [
          [30, 46],
          [30, 208],
        ],
        labelAt: [36, 140],
      },
      'on_sale paused': {
        through: [
          [190, 100],
          [250, 46],
        ],
        labelAt: [200, 68],
        align: 'end',
      },
      'paused on_sale': {
        through: [
          [280, 46],
          [222, 100],
        ],
        labelAt: [256, 84],
      },
      'on_sale closed': {
        through: [
          [195, 136],
          [255, 210],
        ],
        labelAt: [212, 188],
        align: 'end',
      },
      'paused closed': {
        through: [
          [335, 46],
          [335, 208],
        ],
        labelAt: [329, 130],
        align: 'end',
      },
      'closed on_sale': {
        through: [
          [285, 210],
          [225, 136],
        ],
        labelAt: [266, 170],
      },
      'on_sale cancelled': {
        through: [
          [150, 136],
          [95, 208],
        ],
        labelAt: [108, 176],
        align: 'end',
      },
      'paused cancelled': {
        through: [
          [352, 28],
          [357, 28],
          [357, 262],
          [50, 262],
          [50, 248],
        ],
        labelAt: [164, 258],
      },
      'closed cancelled': {
        through: [
          [248, 232],
          [114, 232],
        ],
        labelAt: [184, 226],
      },
      'closed archived': {
        through: [
          [285, 246],
          [225, 320],
        ],
        labelAt: [266, 290],
      },
      'cancelled archived': {
        through: [
          [75, 246],
          [135, 320],
        ],
        labelAt: [92, 290],
        align: 'end',
      },
    },
  },
);
