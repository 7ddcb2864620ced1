/** Axes and labels of charts in the inks of the house, light and dark. */
export const AXIS = {
  stroke: 'var(--ink-soft)',
  tick: { fill: 'var(--ink-soft)', fontSize: 12 },
  tickLine: false,
} as const;

export const TOOLTIP = {
  cursor: { fill: 'var(--ink)', opacity: 0.08 },
  contentStyle: { background: 'var(--paper)', borderColor: 'var(--rule)', color: 'var(--ink)' },
  itemStyle: { color: 'var(--ink)' },
  labelStyle: { color: 'var(--ink)', fontWeight: 600 },
} as const;
