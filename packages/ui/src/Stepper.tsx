import classes from './Stepper.module.css';

/** A number with a button on each side: big enough for a thumb, and spoken by its name. */
export function Stepper({
  labels,
  value,
  most,
  onChange,
}: {
  /** What it counts, and what its buttons do, each with the name of what is counted. */
  labels: { group: string; fewer: string; more: string };
  value: number;
  /** As many as can be chosen now. */
  most: number;
  onChange: (value: number) => void;
}) {
  return (
    <div className={classes.stepper} role="group" aria-label={labels.group}>
      <button
        type="button"
        className={classes.button}
        aria-label={labels.fewer}
        aria-disabled={value === 0}
        onClick={() => value > 0 && onChange(value - 1)}
      >
        <span aria-hidden="true">−</span>
      </button>
      <output className={classes.value} data-some={value > 0}>
        {value}
      </output>
      <button
        type="button"
        className={classes.button}
        aria-label={labels.more}
        aria-disabled={value >= most}
        onClick={() => value < most && onChange(value + 1)}
      >
        <span aria-hidden="true">+</span>
      </button>
    </div>
  );
}
