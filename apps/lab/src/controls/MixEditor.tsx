import { Autocomplete, Button, CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import type { FieldErrors } from '../data/field-errors.ts';
import { eventQuery } from '../data/lab-api.ts';
import type { MixFields } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import styles from './Fields.module.css';
import { NumberField } from './NumberField.tsx';

const text = labText.controls;

/** What the orders are for; without a line, every ticket of the event. */
export function MixEditor(props: {
  mix: readonly MixFields[];
  event: string;
  onChange: (mix: MixFields[]) => void;
  errors: FieldErrors;
}) {
  const { mix, onChange, errors } = props;
  const tickets = useQuery(eventQuery(props.event)).data?.tickets ?? [];
  const change = (i: number, part: Partial<MixFields>) =>
    onChange(mix.map((entry, j) => (j === i ? { ...entry, ...part } : entry)));
  return (
    <fieldset className={styles.fieldset}>
      <legend>{text.mix}</legend>
      {mix.length === 0 && <p className={styles.note}>{text.mixAll}</p>}
      <div className={`${styles.lines} ${styles.mix}`}>
        {mix.map((entry, i) => (
          // A line has no name but its place, and its fields keep nothing of their own.
          // oxlint-disable-next-line react/no-array-index-key
          <Fragment key={i}>
            <Autocomplete
              aria-label={text.mixTicket(i + 1)}
              data={tickets.map(({ id }) => id)}
              value={entry.ticketId}
              onChange={(ticketId) => change(i, { ticketId })}
              error={errors[`mix[${i}].ticketId`]}
            />
            <NumberField
              aria-label={text.mixQty(i + 1)}
              unit="×"
              value={entry.qty}
              onChange={(qty) => change(i, { qty })}
              error={errors[`mix[${i}].qty`]}
            />
            <NumberField
              aria-label={text.mixWeight(i + 1)}
              value={entry.weight}
              onChange={(weight) => change(i, { weight })}
              error={errors[`mix[${i}].weight`]}
            />
            <CloseButton
              aria-label={text.removeMix(i + 1)}
              onClick={() => onChange(mix.filter((_, j) => j !== i))}
            />
          </Fragment>
        ))}
      </div>
      {errors['mix'] !== undefined && (
        <p className={`${styles.note} ${styles.error}`}>{errors['mix']}</p>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() =>
          onChange([...mix, { ticketId: tickets[mix.length]?.id ?? '', qty: 1, weight: 1 }])
        }
      >
        + {text.addMix}
      </Button>
    </fieldset>
  );
}
