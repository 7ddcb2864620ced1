import type { ReactNode } from 'react';
import classes from './Notice.module.css';

/** A state of the page in words: a headline, a sentence, and what can be done. */
export function Notice({
  tone = 'calm',
  title,
  text,
  children,
  live = false,
}: {
  tone?: 'calm' | 'warn' | 'bad' | 'good';
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  /** Read out when it appears. */
  live?: boolean;
}) {
  return (
    <div className={classes.notice} data-tone={tone} role={live ? 'status' : undefined}>
      <p className={classes.title}>{title}</p>
      {text === undefined ? null : <p className={classes.text}>{text}</p>}
      {children === undefined ? null : <div className={classes.actions}>{children}</div>}
    </div>
  );
}
