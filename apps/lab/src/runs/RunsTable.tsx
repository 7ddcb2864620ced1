import type { LoadRunSummary } from '@onsale/contracts';
import { useId } from 'react';
import { showCount, showMs, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { FigureTable } from '../FigureTable.tsx';
import styles from './RunsTable.module.css';

const text = labText.runs;

/** A line for each run, from which two can be taken to compare. */
export function RunsTable(props: {
  runs: readonly LoadRunSummary[];
  a: string | undefined;
  b: string | undefined;
  onChooseA: (runId: string) => void;
  onChooseB: (runId: string) => void;
}) {
  const name = useId();
  const choice = (kind: 'a' | 'b', runId: string) => (
    <label className={styles.choice}>
      <input
        type="radio"
        className="overlay"
        name={`${name}-${kind}`}
        aria-label={kind === 'a' ? text.asA(runId) : text.asB(runId)}
        checked={props[kind] === runId}
        onChange={() => (kind === 'a' ? props.onChooseA(runId) : props.onChooseB(runId))}
      />
      <span aria-hidden="true">{text[kind]}</span>
    </label>
  );
  return (
    <FigureTable
      className={styles.table}
      columns={[
        text.compare,
        text.started,
        text.profile,
        text.rate,
        text.average,
        text.sent,
        text.failures,
        text.p99,
        text.verdict,
      ]}
    >
      {props.runs.map((run) => (
        <tr key={run.runId}>
          <td>
            {choice('a', run.runId)} {choice('b', run.runId)}
          </td>
          <th scope="row" title={run.runId}>
            {new Date(run.startedAt).toLocaleTimeString('en-GB')}
          </th>
          <td>{labText.controls.profiles[run.profile]}</td>
          <td>{showRate(run.rps)}</td>
          <td>{showRate(run.averageRps)}</td>
          <td>{showCount(run.sent)}</td>
          <td data-bad={run.failure > 0 || undefined}>{showCount(run.failure)}</td>
          <td>{showMs(run.p99Ms)}</td>
          <td data-passed={String(run.passed)}>{verdictOf(run)}</td>
        </tr>
      ))}
    </FigureTable>
  );
}

function verdictOf({ state, passed }: LoadRunSummary): string {
  if (state !== 'finished') return labText.states[state];
  if (passed === null) return labText.verdict.nothing;
  return passed ? labText.verdict.passed : labText.verdict.failed;
}
