import { Card, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

/** One thing of an account. */
export function Panel({
  title,
  about,
  children,
}: {
  title: string;
  about?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <Card component="section" padding="lg" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {about === undefined ? null : (
        <Text size="sm" c="dimmed" mt={4} mb="sm">
          {about}
        </Text>
      )}
      {children}
    </Card>
  );
}
