import { Alert, List, Text } from '@mantine/core';
import { m } from '../app/texts.ts';

/** What another member has saved while one was typing. */
export function TheirChanges({
  changes,
  labels,
}: {
  changes: { conflicts: string[]; takenOver: string[] } | undefined;
  labels: Readonly<Record<string, string>>;
}) {
  if (changes === undefined) return null;
  const { conflicts, takenOver } = changes;
  return (
    <Alert color="yellow" title={m.settings_theirs()} role="alert">
      <Text size="sm">{m.settings_theirs_text()}</Text>
      <List size="sm" mt="xs">
        {takenOver.map((name) => (
          <List.Item key={name}>{m.settings_taken_over({ field: labels[name] ?? name })}</List.Item>
        ))}
        {conflicts.map((name) => (
          <List.Item key={name}>{m.settings_conflict({ field: labels[name] ?? name })}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
