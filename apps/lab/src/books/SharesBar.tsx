import type { TicketBooks } from '@onsale/api-client';
import styles from './SharesBar.module.css';

/**
 * How much of a capacity is sold, held and left, as one bar; what is missing is hatched at its end.
 * The figures stand beside it.
 */
export function SharesBar(props: {
  books: Pick<TicketBooks, 'capacity' | 'sold' | 'held' | 'remaining'>;
  large?: boolean;
}) {
  const { capacity, sold, held, remaining } = props.books;
  const width = (count: number) => ({
    width: `${(100 * Math.max(0, count)) / Math.max(1, capacity)}%`,
  });
  const missing = capacity - sold - held - remaining;
  return (
    <span className={styles.bar} data-large={props.large} aria-hidden="true">
      <span className={styles.sold} style={width(sold)} />
      <span className={styles.held} style={width(held)} />
      <span className={styles.remaining} />
      {missing > 0 && <span className={styles.missing} style={width(missing)} />}
    </span>
  );
}
