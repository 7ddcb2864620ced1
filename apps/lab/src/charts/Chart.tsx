import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartKind, type ChartMark, chartOptions, showMoment } from './chart-options.ts';
import styles from './Chart.module.css';

/** What a chart draws at this moment. */
export interface ChartContent {
  fromS: number;
  toS: number;
  originS: number | undefined;
  times: readonly number[];
  /** null is a gap in the line; over undefined it goes on. */
  values: Readonly<Record<string, readonly (number | null | undefined)[]>>;
  marks?: readonly ChartMark[];
}

export interface ChartProps {
  kind: ChartKind;
  content: () => ChartContent;
  subscribe: (listener: () => void) => () => void;
  /** Why there is nothing to draw; it stands in the place of the drawing. */
  note?: string | undefined;
}

const HEIGHT = 150;
/** More points than this nobody can tell apart on a screen. */
export const MAX_POINTS = 1200;

/**
 * A chart with its legend, which says the values under the pointer, and the newest ones where no
 * pointer is. It draws outside of React: `subscribe` calls back when `content` has something new.
 */
export function Chart(props: ChartProps) {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  // A canvas keeps the colours that it was drawn in: another scheme is another drawing.
  return <DrawnChart key={scheme} {...props} />;
}

function DrawnChart({ kind, content, subscribe, note }: ChartProps) {
  const titleId = useId();
  const place = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDListElement>(null);
  const moment = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const here = place.current;
    if (here === null) return undefined;
    let current = content();
    const options = chartOptions(here, kind, {
      width: Math.max(120, here.clientWidth),
      height: HEIGHT,
      originS: () => current.originS,
      marks: () => current.marks ?? [],
    });
    const chart = new uPlot(
      {
        ...options,
        hooks: { ...options.hooks, setCursor: [(drawn) => tell(drawn)] },
      },
      toData(current, kind),
      here,
    );
    const tell = (drawn: uPlot) => {
      const index = drawn.cursor.idx ?? undefined;
      const cells = legend.current?.querySelectorAll('dd') ?? [];
      for (const [i, line] of kind.lines.entries()) {
        const values = current.values[line.name];
        const text = kind.show(index === undefined ? values?.at(-1) : values?.[index]);
        const cell = cells[i];
        if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
      }
      const time = index === undefined ? undefined : current.times[index];
      const text = time === undefined ? '' : momentOf(time, current);
      if (moment.current !== null && moment.current.textContent !== text) {
        moment.current.textContent = text;
      }
    };
    let frame = 0;
    const draw = () => {
      frame = 0;
      current = content();
      chart.batch(() => {
        chart.setData(toData(current, kind), true);
        chart.setScale('x', { min: current.fromS, max: current.toS });
      });
      tell(chart);
    };
    const drawSoon = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const size = new ResizeObserver(() => {
      const width = Math.max(120, here.clientWidth);
      if (width !== chart.width) chart.setSize({ width, height: HEIGHT });
    });
    size.observe(here);
    const unsubscribe = subscribe(drawSoon);
    draw();
    return () => {
      unsubscribe();
      size.disconnect();
      cancelAnimationFrame(frame);
      chart.destroy();
    };
  }, [kind, content, subscribe, note]);

  return (
    <figure className={styles.chart} data-chart aria-labelledby={titleId}>
      <figcaption className={styles.caption}>
        <span id={titleId}>
          <b className={styles.title}>{kind.title}</b>{' '}
          <span className={styles.unit}>{kind.unit}</span>
        </span>
        <span ref={moment} className={styles.moment} />
      </figcaption>
      <dl ref={legend} className={styles.legend}>
        {kind.lines.map((line) => (
          <div key={line.name} className={styles.entry} data-ink={line.ink}>
            <dt>
              <span
                className={styles.mark}
                data-dashed={line.dashed === true || undefined}
                style={{ color: `var(--lab-${line.ink})` }}
              />
              {line.label}
            </dt>
            <dd />
          </div>
        ))}
      </dl>
      {note === undefined ? (
        // What can be read of it stands in the legend.
        <div ref={place} className={styles.place} aria-hidden="true" />
      ) : (
        <p className={styles.note}>{note}</p>
      )}
    </figure>
  );
}

/** The moment under the pointer, and what happened then. */
function momentOf(timeS: number, { fromS, toS, originS, marks = [] }: ChartContent): string {
  const nearS = (toS - fromS) / 100;
  const near = marks.filter((mark) => Math.abs(mark.timeS - timeS) <= nearS);
  return [showMoment(timeS, originS), ...near.map(({ label }) => label)].join(' · ');
}

function toData(content: ChartContent, kind: ChartKind): uPlot.AlignedData {
  const nothing: null[] = content.times.map(() => null);
  const columns = new Map<string, readonly (number | null | undefined)[]>();
  for (const { name, stackedOn } of kind.lines) {
    const values = content.values[name] ?? nothing;
    const below = stackedOn === undefined ? undefined : columns.get(stackedOn);
    columns.set(
      name,
      below === undefined ? values : values.map((value, i) => sum(value, below[i])),
    );
  }
  return [content.times as number[], ...columns.values()] as uPlot.AlignedData;
}

function sum(value: number | null | undefined, below: number | null | undefined) {
  return typeof value === 'number' && typeof below === 'number' ? value + below : value;
}
