import { useId } from 'react';
import styles from './TextBox.module.css';

/** A text with its name before, and what is wrong with it below. */
export function TextBox(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  /** The name is for screen readers only, because a heading above says it. */
  bare?: boolean;
  /** The id of a `<datalist>` with what is offered. */
  list?: string;
}) {
  const id = useId();
  const { label, value, onChange, error, bare, list } = props;
  return (
    <div className={styles.field} data-bare={bare}>
      <label htmlFor={id} className={bare === true ? 'unseen' : undefined}>
        {label}
      </label>
      <input
        id={id}
        className={styles.text}
        {...(list === undefined ? {} : { list })}
        value={value}
        aria-invalid={error !== undefined}
        {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error}>
          {error}
        </p>
      )}
    </div>
  );
}
