import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { auditQuery, ticketsQuery } from '../data/lab-api.ts';
import { labText } from '../strings.ts';
import { Panel } from '../Panel.tsx';
import { useLab } from '../use-lab.ts';
import { AuditView } from './AuditView.tsx';
import styles from './BooksPanel.module.css';
import { BooksTable } from './BooksTable.tsx';
import { useBooks } from './use-books.ts';

const text = labText.books;

/** The promise of the shop by ticket type, and the audit that counts every order again. */
export function BooksPanel() {
  const { books, problems, isOld } = useBooks();
  const tickets = useQuery(ticketsQuery);
  const audit = useQuery(auditQuery);
  const { refetch } = audit;
  useRunEnd(() => void refetch());
  const names = new Map(tickets.data?.map((ticket) => [ticket.id, ticket.name]));
  return (
    <Panel title={text.title} note={text.promise}>
      <div className={styles.layout}>
        <div className={styles.books}>
          {problems.length > 0 && (
            <ul className={styles.problems}>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
          {books !== undefined && books.length > 0 ? (
            <BooksTable books={books} names={names} />
          ) : (
            <p className={styles.none}>
              {books !== undefined ? text.none : isOld ? text.never : text.waiting}
            </p>
          )}
        </div>
        <AuditView
          audit={audit.data}
          error={audit.isFetching ? null : audit.error}
          isRunning={audit.isFetching}
          onRun={() => void refetch()}
        />
      </div>
    </Panel>
  );
}

/** Calls once when a run that was seen active is over. */
function useRunEnd(onEnd: () => void): void {
  const runId = useLab((state) => state.run?.runId);
  const isOver = useLab((state) => state.run !== undefined && state.run.endS !== undefined);
  const seenActive = useRef<string>(undefined);
  useEffect(() => {
    if (runId === undefined) return;
    if (!isOver) seenActive.current = runId;
    else if (seenActive.current === runId) {
      seenActive.current = undefined;
      onEnd();
    }
  });
}
