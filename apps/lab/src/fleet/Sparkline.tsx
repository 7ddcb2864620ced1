import styles from './Sparkline.module.css';

const BOX = { width: 60, height: 18 };
/** As many as a tile keeps: the line grows from the right. */
const POINTS = 30;

/** The course of a few values without axis or name. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const highest = Math.max(1, ...values);
  const points = values.map((value, i) => {
    const x = BOX.width * (1 - (values.length - 1 - i) / (POINTS - 1));
    return `${x.toFixed(1)},${(BOX.height * (1 - value / highest)).toFixed(1)}`;
  });
  return (
    <svg
      className={styles.line}
      viewBox={`0 -1 ${BOX.width} ${BOX.height + 2}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
