import { Button } from '@mantine/core';
import type { Audit } from '@onsale/api-client';
import { showCount } from '../data/quantities.ts';
import { isUnreachable } from '../data/lab-api.ts';
import { labText } from '../strings.ts';
import styles from './AuditView.module.css';

const text = labText.audit;

/** The audit of every order: the button, and what it has found. */
export function AuditView(props: {
  audit: Audit | undefined;
  error: Error | null;
  isRunning: boolean;
  onRun: () => void;
}) {
  const { audit, error, isRunning, onRun } = props;
  return (
    <div className={styles.audit}>
      <Button
        variant="outline"
        size="compact-sm"
        data-disabled={isRunning}
        aria-disabled={isRunning}
        onClick={() => {
          if (!isRunning) onRun();
        }}
      >
        {isRunning ? text.running : text.run}
      </Button>
      <output className={styles.verdict}>
        {error !== null ? (
          <span className={styles.bad}>{text.failed(reasonOf(error))}</span>
        ) : (
          audit !== undefined && <Verdict problems={audit.problems.length} />
        )}
      </output>
      {audit === undefined ? <p className={styles.words}>{text.never}</p> : <Found audit={audit} />}
    </div>
  );
}

function Verdict({ problems }: { problems: number }) {
  return (
    <span className={problems === 0 ? styles.good : styles.bad}>
      <span aria-hidden="true">{problems === 0 ? '✓' : '✗'}</span>{' '}
      {problems === 0 ? text.good : text.bad(problems)}
    </span>
  );
}

function Found({ audit }: { audit: Audit }) {
  const { problems, orders } = audit;
  const facts = [
    [text.orders, orders.total],
    [text.confirmed, orders.confirmed],
    [text.rejected, orders.rejected],
    [text.pending, orders.pending],
    [text.backlog, audit.backlog],
    [text.deadLetters, audit.deadLetters],
  ] as const;
  return (
    <>
      {problems.length > 0 && (
        <ul className={styles.problems}>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      <dl className={styles.facts}>
        {facts.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{showCount(count)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.words}>
        {new Date(audit.at).toLocaleTimeString('en-GB')}, {text.took(showCount(audit.tookMs))},{' '}
        {audit.exact ? text.exact : text.notExact}
      </p>
    </>
  );
}

function reasonOf(error: Error): string {
  return isUnreachable(error) ? text.noAnswer : error.message;
}
