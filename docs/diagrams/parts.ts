import type { Drawing } from './draw.ts';

/** Who talks to whom. */
export const parts: Drawing = {
  title:
    'The parts: buyers come through nginx to the services of the sale around Redis; the recorder copies what happened to PostgreSQL, where the office and delivery work',
  height: 560,
  boxes: [
    { at: [60, 10], size: [100, 36], title: 'Buyers', look: 'accent' },
    { at: [200, 10], size: [150, 36], title: 'The team, and doors', look: 'accent' },
    { at: [10, 80], size: [340, 40], title: 'nginx', note: 'shop, line, console, entrance pages' },
    { at: [10, 160], size: [104, 44], title: 'gateway', note: 'browse, order' },
    { at: [122, 160], size: [108, 44], title: 'waiting room', note: 'a fair line' },
    { at: [238, 160], size: [112, 44], title: 'payments', note: 'Stripe or the bank' },
    {
      at: [10, 254],
      size: [340, 50],
      title: 'Redis',
      note: 'orders, stock, lines, order log',
      look: 'accent',
    },
    { at: [10, 348], size: [150, 44], title: 'order worker', note: 'takes the tickets' },
    { at: [200, 348], size: [150, 44], title: 'recorder', note: 'reads the log, once each' },
    {
      at: [10, 432],
      size: [340, 50],
      title: 'PostgreSQL',
      note: 'records, members, mails, scans',
      look: 'accent',
    },
    { at: [10, 514], size: [150, 40], title: 'delivery', note: 'tickets, mails, webhooks' },
    { at: [200, 514], size: [150, 40], title: 'office', note: 'what the console does' },
  ],
  arrows: [
    {
      through: [
        [110, 46],
        [110, 78],
      ],
    },
    {
      through: [
        [275, 46],
        [275, 78],
      ],
    },
    {
      through: [
        [62, 120],
        [62, 158],
      ],
    },
    {
      through: [
        [176, 120],
        [176, 158],
      ],
    },
    {
      through: [
        [294, 120],
        [294, 158],
      ],
    },
    {
      through: [
        [62, 204],
        [62, 252],
      ],
    },
    {
      through: [
        [176, 204],
        [176, 252],
      ],
    },
    {
      through: [
        [294, 204],
        [294, 252],
      ],
    },
    {
      through: [
        [85, 346],
        [85, 306],
      ],
    },
    {
      through: [
        [275, 304],
        [275, 346],
      ],
    },
    {
      through: [
        [275, 392],
        [275, 430],
      ],
    },
    {
      through: [
        [85, 512],
        [85, 484],
      ],
    },
    {
      through: [
        [275, 512],
        [275, 484],
      ],
    },
  ],
};
