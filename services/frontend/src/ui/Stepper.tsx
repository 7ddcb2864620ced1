import { UnstyledButton } from '@mantine/core';
import { strings } from '../strings.ts';
import classes from './Stepper.module.css';

/** A number with a button on each side: big enough for a thumb, and spoken by its name. */
export function Stepper({
  name,
  value,
  most,
  onChange,
}: {
  name: string;
  value: number;
  /** As many as can be chosen now. */
  most: number;
  onChange: (value: number) => void;
}) {
  return (
    <div className={classes.stepper} role="group" aria-label={strings.stepper.group(name)}>
      <UnstyledButton
        className={classes.button}
        aria-label={strings.stepper.fewer(name)}
        aria-disabled={value === 0}
        onClick={() => value > 0 && onChange(value - 1)}
      >
        <span aria-hidden="true">−</span>
      </UnstyledButton>
      <output className={classes.value} data-some={value > 0}>
        {value}
      </output>
      <UnstyledButton
        className={classes.button}
        aria-label={strings.stepper.more(name)}
        aria-disabled={value >= most}
        onClick={() => value < most && onChange(value + 1)}
      >
        <span aria-hidden="true">+</span>
      </UnstyledButton>
    </div>
  );
}
