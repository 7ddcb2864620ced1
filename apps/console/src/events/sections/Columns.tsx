import { SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';

/** Fields side by side where there is room for two, and below each other on a phone. */
export function Columns({ children }: { children: ReactNode }) {
  return (
    <SimpleGrid type="container" cols={{ base: 1, '420px': 2 }} spacing="md" verticalSpacing="md">
      {children}
    </SimpleGrid>
  );
}
