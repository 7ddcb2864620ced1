import classes from './Stepper.module.css';

/** A number with a button on each side: big enough for a thumb, and spoken by its name. */
export function Stepper({
  labels,
  value,
  fewer,
  more,
  onChange,
}: {
  /** What it counts, and what its buttons do, each with the name of what is counted. */
  labels: { group: string; fewer: string; more: string };
  value: number;
  /** The numbers that its buttons lead to; undefined where one leads nowhere now. */
  fewer: number | undefined;
  more: number | undefined;
  onChange: (value: number) => void;
}) {
  return (
    <div className={classes.stepper} role="group" aria-label={labels.group}>
      <button
        type="button"
        className={classes.button}
        aria-label={labels.fewer}
        aria-disabled={fewer === undefined}
        // Where there is nothing to take away, the keyboard has nothing to do.
        tabIndex={fewer === undefined ? -1 : undefined}
        onClick={() => fewer !== undefined && onChange(fewer)}
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
        aria-disabled={more === undefined}
        onClick={() => more !== undefined && onChange(more)}
      >
        <span aria-hidden="true">+</span>
      </button>
    </div>
  );
}
