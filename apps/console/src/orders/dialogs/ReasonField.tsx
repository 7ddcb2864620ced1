import { Textarea, type TextareaProps } from '@mantine/core';
import { m } from '../../app/texts.ts';

/** Why the team does it. */
export function ReasonField(props: TextareaProps) {
  return (
    <Textarea
      label={m.orders_reason_label()}
      description={m.orders_reason_hint()}
      autosize
      maxLength={200}
      {...props}
    />
  );
}
