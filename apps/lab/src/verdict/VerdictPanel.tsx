import { Table } from '@mantine/core';
import type { LoadStats } from '@onsale/api-client';
import { showMs, showRate, showShare } from '../data/quantities.ts';
import { explainOutcome, showThreshold, toneOf } from '../data/verdict-words.ts';
import { Panel } from '../Panel.tsx';
import { labText } from '../strings.ts';
import { useShownStats } from '../use-lab.ts';
import styles from './Verdict.module.css';

const text = labText.verdict;

/** Whether the run keeps to its thresholds, each with what was measured. */
export function VerdictPanel() {
  const stats = useShownStats();
  return (
    <Panel title={text.title}>
      {stats === undefined || stats.state === 'idle' ? (
        <p className={styles.words}>{text.none}</p>
      ) : (
        <div className={styles.verdict}>
          <OutcomeStamp stats={stats} />
          {explainOutcome(stats) !== undefined && (
            <p className={styles.words}>{explainOutcome(stats)}</p>
          )}
          {stats.verdict.checks.length > 0 && <Checks checks={stats.verdict.checks} />}
          {stats.steps !== undefined && stats.steps.length > 0 && <Steps stats={stats} />}
        </div>
      )}
    </Panel>
  );
}

/** The verdict in two or three words. */
export function OutcomeStamp({ stats }: { stats: Pick<LoadStats, 'verdict' | 'state'> }) {
  const { outcome } = stats.verdict;
  return (
    <p className={styles.stamp} data-tone={toneOf(outcome)}>
      {text.outcomes[outcome]}
      {stats.state !== 'finished' && outcome !== 'unmeasured' && <small> {text.soFar}</small>}
    </p>
  );
}

function Checks({ checks }: Pick<LoadStats['verdict'], 'checks'>) {
  return (
    <Table className={styles.table ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{text.threshold}</Table.Th>
          <Table.Th scope="col">{text.limit}</Table.Th>
          <Table.Th scope="col">{text.actual}</Table.Th>
          <Table.Th scope="col">{text.result}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {checks.map(({ threshold, bound, limit, actual, passed }) => (
          <Table.Tr key={threshold} data-passed={String(passed)}>
            <Table.Th scope="row">{text.names[threshold] ?? threshold}</Table.Th>
            <Table.Td>
              <span className="unseen">{bound}</span>
              <span aria-hidden="true">{bound === 'at least' ? '≥' : '≤'}</span>{' '}
              {showThreshold(threshold, limit)}
            </Table.Td>
            <Table.Td className={styles.actual}>{showThreshold(threshold, actual)}</Table.Td>
            <Table.Td className={styles.result}>
              {passed === null ? text.notMeasured : passed ? text.holds : text.broken}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Steps({ stats }: { stats: LoadStats }) {
  return (
    <>
      <Table className={styles.table ?? ''}>
        <Table.Caption>{text.steps}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{text.stepRate}</Table.Th>
            <Table.Th scope="col">{text.stepP99}</Table.Th>
            <Table.Th scope="col">{text.stepFailure}</Table.Th>
            <Table.Th scope="col">{text.stepAnswered}</Table.Th>
            <Table.Th scope="col">{text.result}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {stats.steps?.map((step) => (
            <Table.Tr key={step.rps} data-passed={String(step.passed)}>
              <Table.Th scope="row">{showRate(step.rps)}</Table.Th>
              <Table.Td>{showMs(step.p99Ms)}</Table.Td>
              <Table.Td>{showShare(step.failureShare)}</Table.Td>
              <Table.Td>{showShare(step.answeredShare)}</Table.Td>
              <Table.Td className={styles.result}>
                {step.passed ? text.holds : text.broken}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={styles.words}>
        {typeof stats.lastGoodRps === 'number'
          ? text.lastGood(showRate(stats.lastGoodRps))
          : text.noneGood}
      </p>
    </>
  );
}
