import { Card, Text } from '@mantine/core';

/** A number that is watched, with its name above and what it means below. */
export function Figure({ name, value, hint }: { name: string; value: string; hint?: string }) {
  return (
    <Card padding="sm">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="xl" fw={700} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      {hint === undefined ? null : (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
    </Card>
  );
}
