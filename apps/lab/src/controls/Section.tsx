import type { ReactNode } from 'react';
import styles from './Section.module.css';

/** A part of the form that is folded away until it is wanted, or until something in it is wrong. */
export function Section(props: {
  title: string;
  summary?: string;
  forceOpen: boolean;
  children: ReactNode;
}) {
  const { title, summary, forceOpen, children } = props;
  return (
    <details className={styles.section} {...(forceOpen ? { open: true } : {})}>
      <summary className={styles.summary}>
        <span>{title}</span>
        {summary !== undefined && <span className={styles.brief}>{summary}</span>}
      </summary>
      <div className={styles.content}>{children}</div>
    </details>
  );
}
