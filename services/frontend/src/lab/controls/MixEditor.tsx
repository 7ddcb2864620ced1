import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { FieldErrors } from '../data/field-errors.ts';
import { ticketsQuery } from '../../api/queries.ts';
import type { MixFields } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import { NumberBox } from './NumberBox.tsx';
import styles from './Lines.module.css';

const text = labText.controls;

/** What the orders are for; without a line, every ticket on sale. */
export function MixEditor(props: {
  mix: readonly MixFields[];
  onChange: (mix: MixFields[]) => void;
  errors: FieldErrors;
}) {
  const { mix, onChange, errors } = props;
  const id = useId();
  const tickets = useQuery({ ...ticketsQuery, refetchInterval: false });
  const change = (index: number, part: Partial<MixFields>) =>
    onChange(mix.map((entry, i) => (i === index ? { ...entry, ...part } : entry)));
  return (
    <fieldset className={styles.lines} data-kind="mix">
      <legend className={styles.legend}>{text.mix}</legend>
      {mix.length === 0 ? (
        <p className={styles.none}>{text.mixAll}</p>
      ) : (
        <div className={styles.head} aria-hidden="true">
          <span>{text.mixColumns.ticket}</span>
          <span>{text.mixColumns.qty}</span>
          <span>{text.mixColumns.weight}</span>
        </div>
      )}
      {mix.map((entry, i) => {
        const error = errors[`mix[${i}].ticketId`];
        return (
          // A line has no name but its place, and its fields keep nothing of their own.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={i} className={styles.line}>
            <div className={styles.ticket}>
              <input
                className={styles.text}
                list={`${id}-tickets`}
                aria-label={text.mixTicket(i + 1)}
                aria-invalid={error !== undefined}
                {...(error === undefined ? {} : { 'aria-describedby': `${id}-${i}` })}
                value={entry.ticketId}
                onChange={(event) => change(i, { ticketId: event.target.value })}
              />
              {error !== undefined && (
                <p id={`${id}-${i}`} className={styles.error}>
                  {error}
                </p>
              )}
            </div>
            <NumberBox
              bare
              label={text.mixQty(i + 1)}
              value={entry.qty}
              onChange={(qty) => change(i, { qty })}
              error={errors[`mix[${i}].qty`]}
            />
            <NumberBox
              bare
              label={text.mixWeight(i + 1)}
              value={entry.weight}
              onChange={(weight) => change(i, { weight })}
              error={errors[`mix[${i}].weight`]}
            />
            <button
              type="button"
              className={styles.remove}
              aria-label={text.removeMix(i + 1)}
              onClick={() => onChange(mix.filter((_, other) => other !== i))}
            >
              ×
            </button>
          </div>
        );
      })}
      <datalist id={`${id}-tickets`}>
        {tickets.data?.map((ticket) => (
          <option key={ticket.id} value={ticket.id}>
            {ticket.name}
          </option>
        ))}
      </datalist>
      {errors['mix'] !== undefined && <p className={styles.error}>{errors['mix']}</p>}
      <button
        type="button"
        className={styles.add}
        onClick={() =>
          onChange([...mix, { ticketId: tickets.data?.[mix.length]?.id ?? '', qty: 1, weight: 1 }])
        }
      >
        + {text.addMix}
      </button>
    </fieldset>
  );
}
