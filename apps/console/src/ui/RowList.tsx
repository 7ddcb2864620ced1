import { Card, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './RowList.module.css';

/** What one column shows of a row. */
export interface Column<Row> {
  /** Its head; also that of the value on a card. Empty for what explains itself, such as buttons. */
  label: string;
  /** On a phone, a card has it without its label, the first of these in bold. */
  isHeadline?: boolean;
  /** Numbers and amounts. */
  isNumber?: boolean;
  /** Left out on a phone. */
  isOptional?: boolean;
  render: (row: Row) => ReactNode;
}

/**
 * Rows of one kind: a table, and on phones a card for each. The name of a row should be a link to it; on a
 * card, all of it can be pressed.
 */
export function RowList<Row>({
  label,
  rows,
  rowKey,
  columns,
}: {
  /** What the rows are, for those who only hear it. */
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
}) {
  const isWide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (!isWide) return <Cards {...{ label, rows, rowKey, columns }} />;
  return (
    <Card padding={0} className={classes['table'] ?? ''}>
      {/* Not the scroll bars of Mantine, which keep a place for themselves below the last row. */}
      <Table.ScrollContainer minWidth={480} type="native">
        <Table highlightOnHover aria-label={label}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) =>
                // A head that says nothing is none.
                column.label === '' ? (
                  <Table.Td key={column.label} />
                ) : (
                  <Table.Th key={column.label} ta={column.isNumber === true ? 'right' : 'left'}>
                    {column.label}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={rowKey(row)}>
                {columns.map((column) => (
                  <Table.Td key={column.label} ta={column.isNumber === true ? 'right' : 'left'}>
                    {column.render(row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Cards<Row>({
  label,
  rows,
  rowKey,
  columns,
}: {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
}) {
  const shown = columns.filter(({ isOptional }) => isOptional !== true);
  return (
    <Stack component="ul" gap="xs" aria-label={label} className={classes['cards'] ?? ''}>
      {rows.map((row) => (
        <Card key={rowKey(row)} component="li" padding="sm" className={classes['card'] ?? ''}>
          {shown.map(({ label, isHeadline, render }) => (
            <div key={label} className={classes[isHeadline === true ? 'headline' : 'value']}>
              {isHeadline === true || label === '' ? null : (
                <Text span size="sm" c="dimmed">
                  {label}
                </Text>
              )}
              <div>{render(row)}</div>
            </div>
          ))}
        </Card>
      ))}
    </Stack>
  );
}
