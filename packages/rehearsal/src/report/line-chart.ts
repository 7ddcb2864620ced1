import { escapeText as escaped } from './escape-text.ts';

export interface Series {
  name: string;
  values: readonly number[];
}

export interface Chart {
  title: string;
  /** What its numbers are, such as `people` or `ms`. */
  unit: string;
  /** Of each value: seconds since the line opened. */
  atS: readonly number[];
  series: readonly Series[];
  /** Moments to mark, by their seconds. */
  marks: readonly { atS: number; name: string }[];
}

const WIDTH = 440;
const HEIGHT = 170;
const LEFT = 44;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 24;
const STEPS = 4;
/** A curve with more points than pixels is only heavier. */
const MOST_POINTS = 600;

/** A chart of values by second, as SVG; colours come from the style of the page. */
export function lineChart({ title, unit, atS, series, marks }: Chart): string {
  const [first, last] = [atS[0] ?? 0, Math.max(atS.at(-1) ?? 1, (atS[0] ?? 0) + 1)];
  const most = niceMost(series.flatMap(({ values }) => values).reduce((a, b) => Math.max(a, b), 0));
  const x = (s: number) => LEFT + ((s - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const rows = Array.from({ length: STEPS + 1 }, (_, i) => (most / STEPS) * i).map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"/>` +
      `<text x="${LEFT - 6}" y="${round(y(value)) + 4}" text-anchor="end">${short(value)}</text>`,
  );
  const columns = ticksOf(first, last).map(
    (s) => `<text x="${round(x(s))}" y="${HEIGHT - 6}" text-anchor="middle">${timeOf(s)}</text>`,
  );
  const opening =
    first < 0 && last > 0
      ? `<line class="opening" x1="${round(x(0))}" x2="${round(x(0))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>`
      : '';
  const marked = marks.map(
    ({ atS: at, name }) =>
      `<line class="mark" x1="${round(x(at))}" x2="${round(x(at))}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"><title>${escaped(name)}</title></line>`,
  );
  const every = Math.max(1, Math.ceil(atS.length / MOST_POINTS));
  const curves = series.map(({ values }, i) => {
    const points = values.flatMap((value, at) =>
      at % every === 0 ? [`${round(x(atS[at] ?? 0))},${round(y(value))}`] : [],
    );
    return `<polyline class="c${i}" points="${points.join(' ')}"/>`;
  });
  const legend = series.map(({ name }, i) => `<span><i class="c${i}"></i>${escaped(name)}</span>`);
  return (
    `<figure><figcaption><b>${escaped(title)}</b> <small>${escaped(unit)}</small></figcaption>` +
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">` +
    `${rows.join('')}${columns.join('')}${opening}${marked.join('')}${curves.join('')}</svg>` +
    `<div class="legend">${legend.join('')}</div></figure>`
  );
}

function niceMost(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 4, 5, 8, 10].find((each) => each * power >= most) ?? 10;
  return step * power;
}

function ticksOf(first: number, last: number): number[] {
  const step =
    [5, 10, 15, 30, 60, 120, 300, 600].find((each) => (last - first) / each <= 6) ?? 1200;
  const from = Math.ceil(first / step) * step;
  return Array.from({ length: Math.floor((last - from) / step) + 1 }, (_, i) => from + i * step);
}

function timeOf(s: number): string {
  const [sign, all] = [s < 0 ? '−' : '', Math.abs(s)];
  return `${sign}${Math.floor(all / 60)}:${String(Math.round(all % 60)).padStart(2, '0')}`;
}

function short(value: number): string {
  if (value >= 1e6) return `${round(value / 1e6)} M`;
  if (value >= 10_000) return `${round(value / 1000)} k`;
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
