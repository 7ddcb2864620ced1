import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { m } from '../../app/texts.ts';

/** Why a member does by hand what devices do. Usual reasons are offered; the log keeps it. */
export function WhyField({ reasons, ...props }: { reasons: string[] } & AutocompleteProps) {
  return (
    <Autocomplete
      label={m.entrance_why()}
      description={m.entrance_why_hint()}
      data={reasons}
      maxLength={200}
      required
      data-autofocus
      {...props}
    />
  );
}
