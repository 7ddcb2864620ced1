import { type PickedLine, totalOfLines } from '../event/basket.ts';
import { PricedLines } from './PricedLines.tsx';

/** What is chosen, line by line, with what each costs. */
export function BasketLines(props: { lines: readonly PickedLine[]; currency: string }) {
  const { lines, currency } = props;
  return (
    <PricedLines
      currency={currency}
      lines={lines.map((line) => ({
        id: line.ticket.id,
        qty: line.qty,
        name: line.ticket.name,
        total: totalOfLines([line], currency),
      }))}
    />
  );
}
