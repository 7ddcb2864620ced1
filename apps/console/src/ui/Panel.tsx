import { Card, Group, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** A part of a page, with its name above. */
export function Panel({
  title,
  action,
  children,
}: {
  title: string;
  /** A button beside the name. */
  action?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id} padding="md" mb="md">
      <Group justify="space-between" mb="sm" gap="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Card>
  );
}
