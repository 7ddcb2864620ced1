import { Box, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/**
 * The head of a page: what it is, and what can be done. `title` is also that of the window. `before` stands
 * above it, such as the way back.
 */
export function PageTitle({
  title,
  about,
  before,
  children,
}: {
  title: string;
  /** A line below it. */
  about?: ReactNode;
  before?: ReactNode;
  /** Buttons. */
  children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Onsale`;
  }, [title]);
  return (
    <Box component="header" mb="lg">
      {before}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box style={{ flex: '1 1 14rem', minWidth: 0 }}>
          <Title order={1} size="h2">
            {title}
          </Title>
          {about === undefined ? null : (
            <Text component="div" c="dimmed" size="sm" mt={4}>
              {about}
            </Text>
          )}
        </Box>
        {children === undefined ? null : <Group gap="xs">{children}</Group>}
      </Group>
    </Box>
  );
}
