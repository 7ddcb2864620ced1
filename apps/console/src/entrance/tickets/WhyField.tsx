import { Button, Group, Stack, TextInput } from '@mantine/core';
import { m } from '../../app/texts.ts';

/** Why a member does by hand what devices do. Usual reasons take one press; the log keeps it. */
export function WhyField({
  reasons,
  value,
  onChange,
  isMissing,
}: {
  reasons: readonly string[];
  value: string;
  onChange: (why: string) => void;
  isMissing: boolean;
}) {
  return (
    <Stack gap={6}>
      <TextInput
        label={m.entrance_why()}
        description={m.entrance_why_hint()}
        maxLength={200}
        withAsterisk
        aria-required
        autoComplete="off"
        data-autofocus
        value={value}
        error={isMissing ? m.app_required() : undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Group gap={6}>
        {reasons.map((reason) => (
          <Button
            key={reason}
            variant={reason === value ? 'filled' : 'default'}
            size="compact-md"
            fz="sm"
            aria-pressed={reason === value}
            onClick={() => onChange(reason)}
          >
            {reason}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
