import { Button } from '@onsale/ui';
import type { ReactNode } from 'react';
import classes from './NoticeScreen.module.css';

/** One thing that is said over the whole screen, and one that can be done about it. */
export function NoticeScreen({
  title,
  text,
  action,
  onAction,
  children,
}: {
  title: string;
  text?: string;
  action?: string;
  onAction?: () => void;
  children?: ReactNode;
}) {
  return (
    <main className={classes.screen}>
      <div className={classes.sheet}>
        <h1>{title}</h1>
        {text === undefined ? null : <p>{text}</p>}
        {children}
        {action === undefined ? null : (
          <Button wide={true} className={classes.action} onClick={onAction}>
            {action}
          </Button>
        )}
      </div>
    </main>
  );
}
