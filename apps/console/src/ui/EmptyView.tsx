import { Card, EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';

/** In the place of a list that has nothing yet: what belongs here, why one wants it, and how to begin. */
export function EmptyView({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: ReactNode;
  /** The button that begins. */
  children?: ReactNode;
}) {
  return (
    <Card py="xl">
      <EmptyState icon={icon} title={title} description={text}>
        {children === undefined ? null : <EmptyState.Actions>{children}</EmptyState.Actions>}
      </EmptyState>
    </Card>
  );
}
