import { NumberInput, type NumberInputProps } from '@mantine/core';
import type { NumberField as Value } from '../data/load-form.ts';
import styles from './Fields.module.css';

/** A number of the form, with its unit. Its name stands before it, or above it when it is `large`. */
export function NumberField({
  value,
  onChange,
  unit,
  large,
  label,
  ...rest
}: Omit<NumberInputProps, 'value' | 'onChange' | 'large'> & {
  value: Value;
  onChange: (value: Value) => void;
  unit?: string;
  large?: boolean;
}) {
  return (
    <NumberInput
      {...rest}
      className={large === true ? styles.large : label === undefined ? styles.bare : styles.inline}
      label={label}
      value={value}
      onChange={(next) => onChange(next === '' ? '' : Number(next))}
      {...(unit === undefined || unit === ''
        ? {}
        : {
            rightSection: <span className={styles.unit}>{unit}</span>,
            rightSectionWidth: `${Math.max(2, unit.length * 0.5 + 1)}rem`,
          })}
    />
  );
}
