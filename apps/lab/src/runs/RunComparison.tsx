import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { LoadReport, LoadSecond } from '@onsale/api-client';
import { useMemo } from 'react';
import type { ChartContent } from '../charts/Chart.tsx';
import { ChartGrid } from '../charts/ChartGrid.tsx';
import type { ChartKind } from '../charts/chart-options.ts';
import { overlay } from '../data/compare-runs.ts';
import { runQuery } from '../data/lab-api.ts';
import { showMs, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { DifferencesTable } from './DifferencesTable.tsx';
import styles from './Runs.module.css';

type ValueOf = (second: LoadSecond) => number | null;

const text = labText.runs;
const COMMON = {
  syncName: 'comparison',
  lines: [
    { name: 'a', label: text.a, ink: 'blue' },
    { name: 'b', label: text.b, ink: 'amber' },
  ],
} as const;
const PER_SECOND = { ...COMMON, unit: text.perSecond, show: showRate, scale: 'linear' } as const;
const LATENCY = { ...COMMON, unit: text.ms, show: showMs, scale: 'log' } as const;
const CHARTS: readonly { kind: ChartKind; valueOf: ValueOf }[] = [
  { kind: { ...PER_SECOND, title: text.rateChart }, valueOf: (second) => second.sentRps },
  { kind: { ...LATENCY, title: text.latencyChart }, valueOf: (second) => second.p99 },
  {
    kind: { ...PER_SECOND, title: text.failureChart },
    valueOf: (second) => second.failure / second.spanS,
  },
];
// A report that is finished changes no more.
const never = () => () => undefined;

/** Two runs over the time since each began, and a table of what differs. */
export function RunComparison(props: { a: string; b: string; onClose: () => void }) {
  const [a, b] = useQueries({
    queries: [runQuery(props.a), runQuery(props.b)],
  });
  return (
    <section className={styles.comparison} aria-label={text.comparison}>
      <div className={styles.head}>
        <h3>{text.comparison}</h3>
        <Button variant="subtle" size="compact-sm" onClick={props.onClose}>
          {text.close}
        </Button>
      </div>
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
  const charts = useMemo(
    () => CHARTS.map(({ kind, valueOf }) => ({ kind, content: contentOf(a, b, valueOf) })),
    [a, b],
  );
  return (
    <>
      <div className={styles.charts}>
        <ChartGrid charts={charts} subscribe={never} />
      </div>
      <DifferencesTable a={a} b={b} />
    </>
  );
}

function contentOf(a: LoadReport, b: LoadReport, valueOf: ValueOf): () => ChartContent {
  const lines = overlay(a.seconds, b.seconds, valueOf);
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
