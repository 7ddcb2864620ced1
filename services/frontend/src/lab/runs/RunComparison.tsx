import { useQueries } from '@tanstack/react-query';
import type { LoadReport, LoadSecond } from '@onsale/contracts';
import { useMemo } from 'react';
import { Chart, type ChartContent } from '../charts/Chart.tsx';
import type { ChartKind } from '../charts/chart-options.ts';
import { overlay } from '../data/compare-runs.ts';
import { runQuery } from '../data/lab-api.ts';
import { showMs, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { DifferencesTable } from './DifferencesTable.tsx';
import styles from './RunComparison.module.css';

const text = labText.runs;
const LINES: ChartKind['lines'] = [
  { name: 'a', label: text.a, ink: 'blue' },
  { name: 'b', label: text.b, ink: 'amber' },
];
const LINEAR: ChartKind = { syncName: 'comparison', scale: 'linear', lines: LINES };
const LOG: ChartKind = { syncName: 'comparison', scale: 'log', lines: LINES };
const sentOf = (second: LoadSecond) => second.sentRps;
const p99Of = (second: LoadSecond) => second.p99;
const failureOf = (second: LoadSecond) => second.failure / second.spanS;
// A report that is finished changes no more.
const never = () => () => undefined;

/** Two runs over the time since each began, and a table of what differs. */
export function RunComparison(props: { a: string; b: string; onClose: () => void }) {
  const [a, b] = useQueries({
    queries: [runQuery(props.a), runQuery(props.b)],
  });
  return (
    <section className={styles.comparison} aria-label={text.comparison}>
      <h3 className={styles.head}>
        {text.comparison}
        <button type="button" className={styles.close} onClick={props.onClose}>
          {text.close}
        </button>
      </h3>
      {a.data === undefined || b.data === undefined ? (
        <output className={styles.words}>
          {a.isError || b.isError ? text.unreachable : text.reading}
        </output>
      ) : (
        <Compared a={a.data} b={b.data} />
      )}
    </section>
  );
}

function Compared({ a, b }: { a: LoadReport; b: LoadReport }) {
  const charts = useMemo(() => {
    const of = (value: (second: LoadSecond) => number | null) => contentOf(a, b, value);
    return { sent: of(sentOf), p99: of(p99Of), failure: of(failureOf) };
  }, [a, b]);
  return (
    <>
      <div className={styles.charts}>
        <Chart
          title={text.rateChart}
          unit={text.perSecond}
          kind={LINEAR}
          show={showRate}
          content={charts.sent}
          subscribe={never}
        />
        <Chart
          title={text.latencyChart}
          unit={text.ms}
          kind={LOG}
          show={showMs}
          content={charts.p99}
          subscribe={never}
        />
        <Chart
          title={text.failureChart}
          unit={text.perSecond}
          kind={LINEAR}
          show={showRate}
          content={charts.failure}
          subscribe={never}
        />
      </div>
      <DifferencesTable a={a} b={b} />
    </>
  );
}

function contentOf(
  a: LoadReport,
  b: LoadReport,
  value: (second: LoadSecond) => number | null,
): () => ChartContent {
  const lines = overlay(a.seconds, b.seconds, value);
  const toS = Math.max(1, lines.times.at(-1) ?? 1);
  const content = {
    fromS: 0,
    toS,
    originS: 0,
    times: lines.times,
    values: { a: lines.a, b: lines.b },
  };
  return () => content;
}
