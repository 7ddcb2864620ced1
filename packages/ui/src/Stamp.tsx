import classes from './Stamp.module.css';

/** A rubber stamp across the paper. */
export function Stamp({ text, tone }: { text: string; tone: 'good' | 'bad' | 'calm' }) {
  return (
    <span className={classes.stamp} data-tone={tone}>
      {text}
    </span>
  );
}
