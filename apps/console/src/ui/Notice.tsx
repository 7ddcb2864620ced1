import { EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageTitle } from './PageTitle.tsx';
import classes from './Notice.module.css';

/** A page that has only one thing to say. */
export function Notice({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  /** What to do now. */
  children?: ReactNode;
}) {
  return (
    <EmptyState icon={icon} size="lg" className={classes['notice'] ?? ''}>
      <PageTitle title={title} about={text} />
      {children}
    </EmptyState>
  );
}
