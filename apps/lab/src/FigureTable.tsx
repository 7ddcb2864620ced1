import type { ReactElement, ReactNode } from 'react';
import styles from './FigureTable.module.css';

/** Figures in columns, by rows that begin with what they are about. */
export function FigureTable(props: {
  className: string | undefined;
  caption?: string;
  /** What heads each column: its words, or a `<th>` of its own with a key. */
  columns: readonly (string | ReactElement)[];
  /** The rows. */
  children: ReactNode;
}) {
  const { className = '', caption, columns, children } = props;
  return (
    <table className={`${styles.table} ${className}`}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) =>
            typeof column === 'string' ? (
              <th key={column} scope="col">
                {column}
              </th>
            ) : (
              column
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
