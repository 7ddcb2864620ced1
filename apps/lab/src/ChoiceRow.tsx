import { useId } from 'react';
import styles from './ChoiceRow.module.css';

/** A few choices in a row, one of which holds: radio buttons that look like print. */
export function ChoiceRow<Value extends string | number>(props: {
  label: string;
  choices: readonly { value: Value; label: string }[];
  value: Value;
  onChoose: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.row}>
      <legend className="unseen">{props.label}</legend>
      {props.choices.map(({ value, label }) => (
        <label key={value} className={styles.choice}>
          <input
            type="radio"
            className="overlay"
            name={name}
            checked={value === props.value}
            onChange={() => props.onChoose(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
