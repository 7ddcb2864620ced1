import { useId } from 'react';
import type { NumberField } from '../data/load-form.ts';
import styles from './NumberBox.module.css';

/** A number with its name before, its unit behind, and what is wrong with it below. */
export function NumberBox(props: {
  label: string;
  value: NumberField;
  onChange: (value: NumberField) => void;
  unit?: string;
  error?: string | undefined;
  /** The name is for screen readers only, because a heading above says it. */
  bare?: boolean;
  large?: boolean;
  description?: string | undefined;
}) {
  const id = useId();
  const { label, value, onChange, unit, error, bare, large, description } = props;
  const described = [
    error === undefined ? undefined : `${id}-error`,
    description === undefined ? undefined : `${id}-description`,
  ].filter((name) => name !== undefined);
  return (
    <div className={styles.field} data-bare={bare} data-large={large}>
      <label htmlFor={id} className={bare === true ? 'unseen' : styles.label}>
        {label}
      </label>
      <span className={styles.box} data-error={error !== undefined || undefined}>
        <input
          id={id}
          className={styles.input}
          type="number"
          inputMode="decimal"
          step="any"
          min={0}
          value={value}
          aria-invalid={error !== undefined}
          {...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {})}
          onChange={(event) =>
            onChange(event.target.value === '' ? '' : event.target.valueAsNumber)
          }
        />
        {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      </span>
      {description !== undefined && (
        <p id={`${id}-description`} className={styles.description}>
          {description}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
