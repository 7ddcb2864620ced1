import type { PickedLine } from '../event/basket.ts';
import { formatTotal } from '../event/words-of-basket.ts';
import { PricedLines } from './PricedLines.tsx';

/** What is chosen, line by line, with what each costs. */
export function BasketLines({ lines }: { lines: readonly PickedLine[] }) {
  return (
    <PricedLines
      lines={lines.map((line) => ({
        id: line.ticket.id,
        qty: line.qty,
        name: line.ticket.name,
        price: formatTotal([line]),
      }))}
    />
  );
}
