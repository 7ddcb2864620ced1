import type { ReactNode } from 'react';
import type { PickedLine } from '../event/basket.ts';
import { formatTotal } from '../event/words-of-basket.ts';
import { PricedLines } from './PricedLines.tsx';

/** What is chosen, line by line, with what each costs. */
export function BasketLines({
  lines,
  children,
}: {
  lines: readonly PickedLine[];
  /** Lines below. */
  children?: ReactNode;
}) {
  return (
    <PricedLines
      lines={lines.map((line) => ({
        id: line.ticket.id,
        qty: line.qty,
        name: line.ticket.name,
        price: formatTotal([line]),
      }))}
    >
      {children}
    </PricedLines>
  );
}
