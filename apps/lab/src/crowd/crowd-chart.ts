import type { ChartKind } from '../charts/chart-options.ts';
import { showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';

const { chart, chartUnit, figures } = labText.crowd;

/** Where people are, over the time since the first could come. */
export const PEOPLE: ChartKind = {
  title: chart,
  unit: chartUnit,
  show: showCount,
  scale: 'linear',
  syncName: 'crowd',
  lines: [
    { name: 'waiting', label: figures.waiting, ink: 'violet', filled: true },
    { name: 'turns', label: figures.turns, ink: 'amber' },
    { name: 'served', label: figures.served, ink: 'green' },
    { name: 'told', label: figures.told, ink: 'blue' },
    { name: 'left', label: figures.left, ink: 'soft', dashed: true },
  ],
};
