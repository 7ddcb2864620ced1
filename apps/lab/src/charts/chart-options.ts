import uPlot from 'uplot';
import { showClock, showShort } from '../data/quantities.ts';
import { type Ink, inkColor } from './chart-colors.ts';

/** One line of a chart. */
export interface ChartLine {
  name: string;
  label: string;
  ink: Ink;
  dashed?: boolean;
  filled?: boolean;
  /** The line before it, on which this one lies: a band between the two is filled. */
  stackedOn?: string;
}

/** A vertical line through a chart: something has happened then. */
export interface ChartMark {
  timeS: number;
  label: string;
  /** How many more there are than before; 0 where some were replaced. */
  growth: number;
}

/** What a chart is of, whatever it draws at a moment. */
export interface ChartKind {
  title: string;
  unit: string;
  show: (value: number | null | undefined) => string;
  lines: readonly ChartLine[];
  /** `log`: from a fraction of a millisecond to seconds; `whole`: counts, drawn in steps. */
  scale: 'linear' | 'log' | 'whole';
  /** The least that the scale reaches; the most of the values when it is missing. */
  atLeast?: number;
  /** Charts with the same name show the same moment under the pointer. */
  syncName: string;
}

// uPlot names it in a const enum only, which is not there when types are stripped.
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const LOGARITHMIC = 3 as uPlot.Scale.Distr.Logarithmic;
const FONT = '12px "Archivo Variable", system-ui, sans-serif';
/** Below this a logarithm says nothing about a shop: ms. */
const LEAST_LOG = 0.1;

/** What uPlot has to know to draw a chart on the paper of the site. */
export function chartOptions(
  place: HTMLElement,
  kind: ChartKind,
  live: {
    width: number;
    height: number;
    originS: () => number | undefined;
    marks: () => readonly ChartMark[];
  },
): uPlot.Options {
  const ink = (name: Ink | 'line' | 'paper') => inkColor(place, name);
  const soft = ink('soft');
  const grid: uPlot.Axis.Grid = { stroke: ink('line'), width: 1 };
  return {
    width: live.width,
    height: live.height,
    // The last moment of the axis is as wide as 0:00 to both sides.
    padding: [8, 22, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: kind.syncName, scales: ['x', null] },
      drag: { x: false, y: false },
      points: { size: 7, width: 2, fill: () => ink('paper') },
      y: false,
    },
    scales: {
      x: { time: false, range: (_chart, min, max) => [min, max] },
      y:
        kind.scale === 'log'
          ? { distr: LOGARITHMIC, log: 10, range: (_chart, min, max) => logRange(min, max) }
          : {
              range: (_chart, _min, max) => [
                0,
                kind.scale === 'whole'
                  ? Math.max(3, max + 1)
                  : Math.max(kind.atLeast ?? 0, roomAbove(max)),
              ],
            },
    },
    axes: [
      {
        stroke: soft,
        grid,
        ticks: { show: false },
        font: FONT,
        size: 26,
        gap: 4,
        space: 70,
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600],
        values: (_chart, times) => times.map((time) => showMoment(time, live.originS())),
        splits: (_chart, _axis, min, max, increment) =>
          splitsFrom(live.originS(), min, max, increment),
      },
      {
        stroke: soft,
        grid: kind.scale === 'log' ? { ...grid, filter: powersOfTen } : grid,
        ticks: { show: false },
        font: FONT,
        size: 48,
        gap: 6,
        space: kind.scale === 'log' ? 22 : 34,
        ...(kind.scale === 'whole' ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] } : {}),
        values: (_chart, values) =>
          // uPlot leaves out what has no room on a logarithmic axis.
          values.map((value) => (value === null ? '' : showShort(value))),
      },
    ],
    bands: kind.lines.flatMap((line, i) => {
      const below = kind.lines.findIndex(({ name }) => name === line.stackedOn);
      return below < 0
        ? []
        : [
            {
              series: [i + 1, below + 1] as [number, number],
              fill: translucent(ink(line.ink), 45),
            },
          ];
    }),
    hooks: { draw: [(chart) => drawMarks(chart, live.marks(), ink('violet'))] },
    series: [
      {},
      ...kind.lines.map((line): uPlot.Series => {
        const color = ink(line.ink);
        return {
          label: line.label,
          stroke: color,
          // A band of nothing would otherwise be a line over the one that it lies on.
          width: line.stackedOn !== undefined ? 0 : line.dashed === true ? 1.25 : 1.75,
          points: { show: false },
          spanGaps: false,
          ...(line.dashed === true ? { dash: [5, 4] } : {}),
          ...(line.filled === true ? { fill: translucent(color) } : {}),
          ...(kind.scale === 'whole' ? { paths: steppedPaths() } : {}),
        };
      }),
    ],
  };
}

// A dashed line over the whole height; above it a triangle that points up where there are more
// processes and down where there are fewer, or a square where some were replaced.
function drawMarks(chart: uPlot, marks: readonly ChartMark[], color: string): void {
  const { ctx: pen, bbox } = chart;
  const ratio = devicePixelRatio;
  const { min = 0, max = 0 } = chart.scales['x'] ?? {};
  pen.save();
  pen.strokeStyle = color;
  pen.fillStyle = color;
  pen.lineWidth = ratio;
  for (const { timeS, growth } of marks) {
    if (min === null || max === null || timeS < min || timeS > max) continue;
    const x = Math.round(chart.valToPos(timeS, 'x', true)) + 0.5;
    pen.setLineDash([2 * ratio, 3 * ratio]);
    pen.beginPath();
    pen.moveTo(x, bbox.top);
    pen.lineTo(x, bbox.top + bbox.height);
    pen.stroke();
    const [left, top, bottom] = [x - 4 * ratio, bbox.top - 6 * ratio, bbox.top + ratio];
    pen.beginPath();
    if (growth === 0) pen.rect(left + ratio, top + ratio, 6 * ratio, 6 * ratio);
    else {
      const [tip, foot] = growth > 0 ? [top, bottom] : [bottom, top];
      pen.moveTo(x, tip);
      pen.lineTo(left, foot);
      pen.lineTo(x + 4 * ratio, foot);
    }
    pen.fill();
  }
  pen.restore();
}

/** A moment on the time axis: since the start of the run, or by the clock. */
export function showMoment(timeS: number, originS: number | undefined): string {
  if (originS !== undefined) return showClock(timeS - originS);
  return new Date(timeS * 1000).toLocaleTimeString('en-GB');
}

// Round moments: of the run where it has an origin, else of the clock.
function splitsFrom(
  originS: number | undefined,
  min: number,
  max: number,
  increment: number,
): number[] {
  const origin = originS ?? 0;
  const splits: number[] = [];
  for (let n = Math.ceil((min - origin) / increment - 1e-6); ; n++) {
    const split = origin + n * increment;
    if (split > max) return splits;
    splits.push(split);
  }
}

function roomAbove(max: number | null): number {
  return Math.max(1, max ?? 0) * 1.12;
}

function logRange(min: number | null, max: number | null): [number, number] {
  const low = 10 ** Math.floor(Math.log10(Math.max(LEAST_LOG, min ?? 1)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(low * 10, max ?? 100)));
  return [low, high];
}

function powersOfTen(_chart: uPlot, splits: number[]): (number | null)[] {
  return splits.map((split) =>
    Number.isInteger(Math.round(Math.log10(split) * 1e6) / 1e6) ? split : null,
  );
}

function steppedPaths(): uPlot.Series.PathBuilder {
  const { stepped } = uPlot.paths;
  if (stepped === undefined) throw new Error('this uPlot draws no steps');
  return stepped({ align: 1 });
}

function translucent(color: string, percent = 12): string {
  return `color-mix(in srgb, ${color} ${percent}%, transparent)`;
}
