import type { LoadReport } from '@onsale/contracts';
import { TimeHistogram } from './histogram.ts';

const WIDTH = 960;
const HEIGHT = 300;
const MARGIN = { left: 64, right: 110, top: 36, bottom: 32 };
const INK = '#1f2933';
const GRID = '#d5dbe1';
/** The histogram has no percentile 0. */
const LOWEST = 1e-6;

interface Line {
  name: string;
  color: string;
  points: { x: number; y: number }[];
}

/** An SVG picture of a run's latency: by percentile, and over time. Pure. */
export function latencyCurve(report: LoadReport): string {
  const panels = [byPercentile(report), overTime(report)].filter((panel) => panel !== '');
  const height = HEIGHT * Math.max(1, panels.length);
  const shifted = panels.map(
    (panel, i) => `<g transform="translate(0 ${i * HEIGHT})">${panel}</g>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" ` +
    `width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12" fill="${INK}">` +
    `<rect width="100%" height="100%" fill="#fff"/>${shifted.join('')}</svg>\n`
  );
}

// The tail matters most: on an axis of 1 / (1 - p), every further nine takes the same width.
function byPercentile(report: LoadReport): string {
  const nines = Math.max(2, Math.min(5, Math.floor(Math.log10(report.latency.run.count || 1))));
  const xs = Array.from({ length: 20 * nines + 1 }, (_, i) => i / 20);
  const percentiles = xs.map((x) => Math.max(LOWEST, 100 * (1 - 10 ** -x)));
  const line = (name: string, color: string, exported: string): Line => {
    const histogram = new TimeHistogram();
    histogram.addExported(exported);
    const ys = histogram.count === 0 ? [] : histogram.at(percentiles);
    return { name, color, points: ys.map((y, i) => ({ x: xs[i] ?? 0, y })) };
  };
  return drawPanel({
    title: `Latency by percentile, ms (${report.latency.run.count} requests)`,
    lines: [
      line('from due', '#c2410c', report.histograms.latency),
      line('service time', '#0f766e', report.histograms.serviceTime),
      line('to settled', '#1d4ed8', report.histograms.clickToSettled),
    ],
    ticks: Array.from({ length: nines + 1 }, (_, i) => ({
      x: i,
      label: i === 0 ? '0 %' : `${Number((100 * (1 - 10 ** -i)).toFixed(3))} %`,
    })),
  });
}

function overTime(report: LoadReport): string {
  const { seconds } = report;
  const line = (name: string, color: string, field: 'p50' | 'p99' | 'max'): Line => ({
    name,
    color,
    points: seconds.flatMap((second) => {
      const y = second[field];
      return y === null ? [] : [{ x: second.fromS, y }];
    }),
  });
  const endS = seconds.at(-1)?.fromS ?? 0;
  return drawPanel({
    title: 'Latency over time, ms',
    lines: [
      line('max', '#9ca3af', 'max'),
      line('p99', '#c2410c', 'p99'),
      line('p50', '#0f766e', 'p50'),
    ],
    ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({
      x: share * endS,
      label: `${Math.round(share * endS)} s`,
    })),
  });
}

function drawPanel(options: {
  title: string;
  lines: Line[];
  ticks: { x: number; label: string }[];
}): string {
  const lines = options.lines.filter((line) => line.points.length > 0);
  const ys = lines.flatMap((line) => line.points.map((point) => Math.max(0.01, point.y)));
  if (ys.length === 0) return '';
  const low = Math.floor(Math.log10(Math.min(...ys)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...ys))));
  const right = Math.max(...options.ticks.map((tick) => tick.x)) || 1;
  const inner = {
    width: WIDTH - MARGIN.left - MARGIN.right,
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const toX = (x: number) => (MARGIN.left + (x / right) * inner.width).toFixed(1);
  const toY = (y: number) => {
    const share = (Math.log10(Math.max(0.01, y)) - low) / (high - low);
    return (MARGIN.top + (1 - share) * inner.height).toFixed(1);
  };
  const rows = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)).map(
    (y) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${toY(y)}" y2="${toY(y)}" stroke="${GRID}"/>` +
      `<text x="${MARGIN.left - 8}" y="${toY(y)}" text-anchor="end" dy="4">${Number(y.toPrecision(1))}</text>`,
  );
  const columns = options.ticks.map(
    (tick) =>
      `<text x="${toX(tick.x)}" y="${HEIGHT - 10}" text-anchor="middle">${tick.label}</text>`,
  );
  const drawn = lines.map((line, i) => {
    const points = line.points.map((point) => `${toX(point.x)},${toY(point.y)}`).join(' ');
    const labelY = MARGIN.top + 14 + i * 18;
    return (
      `<polyline points="${points}" fill="none" stroke="${line.color}" stroke-width="2"/>` +
      `<text x="${WIDTH - MARGIN.right + 12}" y="${labelY}" fill="${line.color}">${line.name}</text>`
    );
  });
  const title = `<text x="${MARGIN.left}" y="20" font-weight="bold">${options.title}</text>`;
  return title + rows.join('') + columns.join('') + drawn.join('');
}
