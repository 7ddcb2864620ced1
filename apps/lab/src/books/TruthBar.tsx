import { sumBooks } from '../data/books.ts';
import { showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { SharesBar } from './SharesBar.tsx';
import styles from './TruthBar.module.css';
import { useBooks } from './use-books.ts';

const text = labText.books;

/** All tickets of all types in one line: whether what is sold, held and left adds up. */
export function TruthBar() {
  const { books, broken, isOld } = useBooks();
  if (books === undefined) {
    return <output className={styles.waiting}>{isOld ? text.never : text.waiting}</output>;
  }
  const sum = sumBooks(books);
  return (
    <div className={styles.bar} data-holds={broken === 0}>
      <div className={styles.words}>
        <output className={styles.verdict}>
          <span aria-hidden="true">{broken === 0 ? '✓' : '✗'}</span>{' '}
          {broken === 0 ? text.hold : text.broken(broken)}
        </output>
        <span>
          {text.equation({
            sold: showCount(sum.sold),
            held: showCount(sum.held),
            remaining: showCount(sum.remaining),
          })}{' '}
          {(sum.missing === 0 ? text.equals : text.differs)(showCount(sum.capacity))}
        </span>
      </div>
      <SharesBar books={sum} large />
      <output className={styles.old}>{isOld && text.unreachable}</output>
    </div>
  );
}
