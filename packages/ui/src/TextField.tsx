import { type ComponentProps, type ReactNode, useId } from 'react';
import classes from './Field.module.css';

/** One line of text with its label, a hint, and what is wrong with it. */
export function TextField({
  label,
  hint,
  error,
  ...rest
}: Omit<ComponentProps<'input'>, 'id'> & {
  label: string;
  /** Below the field; it may hold a button. */
  hint?: ReactNode;
  error?: string | undefined;
}) {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error ? `${id}-error` : '']
    .filter((each) => each !== '')
    .join(' ');
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={classes.input}
        aria-invalid={error !== undefined}
        aria-describedby={described === '' ? undefined : described}
        {...rest}
      />
      {hint === undefined ? null : (
        <div id={`${id}-hint`} className={classes.hint}>
          {hint}
        </div>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}
