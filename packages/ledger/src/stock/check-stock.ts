import type { Stock } from './read-stock.ts';

/** A sentence for each invariant that the books of a ticket type violate. */
export function checkStock(ticketId: string, stock: Stock): string[] {
  const { capacity, remaining, held, sold } = stock;
  const problems: string[] = [];
  if (remaining + held + sold !== capacity) {
    problems.push(
      `ticket ${ticketId}: remaining ${remaining} + held ${held} + sold ${sold} does not equal its capacity ${capacity}`,
    );
  }
  for (const [book, count] of Object.entries(stock)) {
    if (!Number.isInteger(count) || count < 0) {
      problems.push(`ticket ${ticketId}: ${book} is ${count}`);
    }
  }
  return problems;
}
