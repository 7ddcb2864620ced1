import type { LoadStats } from '@onsale/contracts';
import { isActive } from './data/load-samples.ts';
import { showCount, showMs, showRate, showShare } from './data/quantities.ts';
import { FigureTable } from './FigureTable.tsx';
import { labText } from './strings.ts';
import { useLab } from './use-lab.ts';
import styles from './VerdictView.module.css';

const text = labText.verdict;

/** Whether the run keeps to its thresholds, each with what was measured, and what went wrong. */
export function VerdictView() {
  const stats = useLab((state) => state.stats);
  if (stats === undefined || stats.verdict.checks.length === 0) {
    return <p className={styles.none}>{text.none}</p>;
  }
  return (
    <div className={styles.verdict}>
      <p className={styles.stamp} data-passed={String(stats.verdict.passed)}>
        {stampOf(stats.verdict.passed)}
        {isActive(stats) && <small> {text.soFar}</small>}
      </p>
      <Checks checks={stats.verdict.checks} />
      {stats.steps !== undefined && stats.steps.length > 0 && <Steps stats={stats} />}
      <Errors stats={stats} />
    </div>
  );
}

function Checks({ checks }: Pick<LoadStats['verdict'], 'checks'>) {
  return (
    <FigureTable
      className={styles.table}
      columns={[text.threshold, text.limit, text.actual, text.result]}
    >
      {checks.map(({ threshold, limit, actual, passed }) => (
        <tr key={threshold} data-passed={String(passed)}>
          <th scope="row">{text.names[threshold] ?? threshold}</th>
          <td>{showLimit(threshold, limit)}</td>
          <td>{showLimit(threshold, actual)}</td>
          <td className={styles.result}>
            {passed === null ? text.notMeasured : passed ? text.holds : text.broken}
          </td>
        </tr>
      ))}
    </FigureTable>
  );
}

function Steps({ stats }: { stats: LoadStats }) {
  return (
    <>
      <FigureTable
        className={styles.table}
        caption={text.steps}
        columns={[text.stepRate, text.stepP99, text.stepFailure, text.stepAnswered, text.result]}
      >
        {stats.steps?.map((step) => (
          <tr key={step.rps} data-passed={String(step.passed)}>
            <th scope="row">{showRate(step.rps)}</th>
            <td>{showMs(step.p99Ms)}</td>
            <td>{showShare(step.failureShare)}</td>
            <td>{showShare(step.answeredShare)}</td>
            <td className={styles.result}>{step.passed ? text.holds : text.broken}</td>
          </tr>
        ))}
      </FigureTable>
      <p className={styles.none}>
        {typeof stats.lastGoodRps === 'number'
          ? text.lastGood(showRate(stats.lastGoodRps))
          : text.noneGood}
      </p>
    </>
  );
}

function Errors({ stats }: { stats: LoadStats }) {
  if (stats.failure === 0 && stats.lastErrors.length === 0) return null;
  const kinds = [
    ...Object.entries(stats.statusCodes).filter(([status]) => Number(status) >= 400),
    ...Object.entries(stats.errors),
  ];
  const last = stats.lastErrors.at(-1);
  return (
    <div className={styles.errors}>
      <h3>{text.errors}</h3>
      <ul>
        {kinds.map(([kind, count]) => (
          <li key={kind}>
            <b>{showCount(count)}</b> {kind}
          </li>
        ))}
      </ul>
      {last !== undefined && (
        <code>
          {last.status === 0 ? text.noAnswer : last.status} {last.body}
        </code>
      )}
    </div>
  );
}

function stampOf(passed: boolean | null): string {
  return passed === null ? text.nothing : passed ? text.passed : text.failed;
}

function showLimit(threshold: string, value: number | null): string {
  if (threshold.endsWith('Share')) return showShare(value);
  return threshold.endsWith('Ms') ? showMs(value) : showCount(value);
}
