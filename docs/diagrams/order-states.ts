import { ORDER_STATES, ORDER_STEPS } from '../../packages/ledger/src/orders/order-states.ts';
import { type Change, drawStates } from './draw-states.ts';

const statusOf = (letter: string) => ORDER_STATES[letter]?.status;

const finished = Object.entries(ORDER_STEPS).flatMap(([step, { from, to }]) =>
  [...new Set(Array.from(from, statusOf))].flatMap((before): Change[] => {
    const after = statusOf(to);
    if (before === undefined || after === undefined || before === after) return [];
    return [{ from: before, to: after, step }];
  }),
);
const settled = ['held', 'confirmed', 'rejected'].map((to) => ({
  from: 'pending',
  to,
  step: 'settle',
}));

/** The states of an order, as the ledger has them. */
export const orderStates = drawStates(
  Object.values(ORDER_STATES).map(({ status }) => status),
  [...settled, ...finished],
  {
    of: 'an order',
    height: 386,
    places: {
      pending: { at: [128, 10], look: 'accent' },
      held: { at: [128, 110], look: 'accent' },
      rejected: { at: [8, 110], look: 'bad' },
      confirmed: { at: [248, 230], look: 'good' },
      expired: { at: [128, 340], look: 'bad' },
      cancelled: { at: [8, 230], look: 'bad' },
      refunded: { at: [248, 340], look: 'bad' },
    },
    ways: {
      'pending held': {
        through: [
          [180, 46],
          [180, 108],
        ],
        labelAt: [186, 82],
      },
      'pending rejected': {
        through: [
          [128, 28],
          [60, 28],
          [60, 108],
        ],
        labelAt: [66, 22],
      },
      'pending confirmed': {
        through: [
          [232, 28],
          [325, 28],
          [325, 228],
        ],
        labelAt: [292, 22],
        align: 'end',
      },
      'held confirmed': {
        through: [
          [232, 128],
          [285, 128],
          [285, 228],
        ],
        labelAt: [281, 150],
        align: 'end',
      },
      'held expired': {
        through: [
          [165, 146],
          [165, 338],
        ],
        labelAt: [160, 310],
        align: 'end',
      },
      'held cancelled': {
        through: [
          [140, 146],
          [80, 228],
        ],
        labelAt: [96, 184],
        align: 'end',
      },
      'confirmed cancelled': {
        through: [
          [248, 248],
          [114, 248],
        ],
        labelAt: [178, 242],
      },
      'expired confirmed': {
        through: [
          [205, 340],
          [265, 268],
        ],
        labelAt: [238, 318],
        isDashed: true,
      },
      'confirmed refunded': {
        through: [
          [320, 266],
          [320, 338],
        ],
        labelAt: [316, 290],
        align: 'end',
      },
    },
  },
);
