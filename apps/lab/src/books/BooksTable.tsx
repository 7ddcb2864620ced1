import { Table } from '@mantine/core';
import type { CheckedBooks } from '../data/books.ts';
import { showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import styles from './BooksPanel.module.css';
import { SharesBar } from './SharesBar.tsx';

const text = labText.books;

/** Each ticket type with its own books; those that a load sells, rehearsals, come first. */
export function BooksTable(props: {
  books: readonly CheckedBooks[];
  names: ReadonlyMap<string, string>;
}) {
  const rehearsalsFirst = props.books.toSorted(
    (a, b) => Number(b.rehearsal === true) - Number(a.rehearsal === true),
  );
  return (
    <Table className={styles.table ?? ''}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{text.ticket}</Table.Th>
          <Table.Th scope="col" className={styles.bar} aria-hidden="true" />
          {[text.sold, text.held, text.remaining, text.capacity].map((column) => (
            <Table.Th key={column} scope="col">
              {column}
            </Table.Th>
          ))}
          <Table.Th scope="col">
            <span className="unseen">{text.holdsColumn}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rehearsalsFirst.map((books) => (
          <Table.Tr key={books.ticketId} data-holds={books.holds}>
            <Table.Th scope="row" title={props.names.get(books.ticketId)}>
              {books.ticketId}
            </Table.Th>
            <Table.Td className={styles.bar} aria-hidden="true">
              <SharesBar books={books} />
            </Table.Td>
            <Table.Td>{showCount(books.sold)}</Table.Td>
            <Table.Td>{showCount(books.held)}</Table.Td>
            <Table.Td>{showCount(books.remaining)}</Table.Td>
            <Table.Td>{showCount(books.capacity)}</Table.Td>
            <Table.Td className={styles.mark}>
              <span aria-hidden="true">{books.holds ? '✓' : '✗'}</span>
              <span className="unseen">{books.holds ? text.holdsMark : text.brokenMark}</span>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
