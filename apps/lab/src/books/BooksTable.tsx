import type { CheckedBooks } from '../data/books.ts';
import { showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { FigureTable } from '../FigureTable.tsx';
import styles from './BooksTable.module.css';
import { SharesBar } from './SharesBar.tsx';

const text = labText.books;

/** Each ticket type with its own books. */
export function BooksTable(props: {
  books: readonly CheckedBooks[];
  names: ReadonlyMap<string, string>;
}) {
  return (
    <FigureTable
      className={styles.table}
      columns={[
        text.ticket,
        <th key="bar" scope="col" className={styles.bar} aria-hidden="true" />,
        text.sold,
        text.held,
        text.remaining,
        text.capacity,
        <th key="mark" scope="col" className={styles.mark}>
          <span className="unseen">{text.holdsColumn}</span>
        </th>,
      ]}
    >
      {props.books.map((books) => (
        <tr key={books.ticketId} data-holds={books.holds}>
          <th scope="row" title={props.names.get(books.ticketId)}>
            {books.ticketId}
          </th>
          <td className={styles.bar} aria-hidden="true">
            <SharesBar books={books} />
          </td>
          <td>{showCount(books.sold)}</td>
          <td>{showCount(books.held)}</td>
          <td>{showCount(books.remaining)}</td>
          <td>{showCount(books.capacity)}</td>
          <td className={styles.mark}>
            <span aria-hidden="true">{books.holds ? '✓' : '✗'}</span>
            <span className="unseen">{books.holds ? text.holdsMark : text.brokenMark}</span>
          </td>
        </tr>
      ))}
    </FigureTable>
  );
}
