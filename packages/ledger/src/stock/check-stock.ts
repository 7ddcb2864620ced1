import type { Stock } from './read-stock.ts';

/** A sentence for each invariant that the books of a ticket type violate. */
export function checkStock(ticketId: string, stock: Stock): string[] {
  return checkBooks(`ticket ${ticketId}`, stock);
}

/** The same for the books of anything; `name` begins each sentence. */
export function checkBooks(name: string, stock: Stock): string[] {
  const { capacity, remaining, held, sold } = stock;
  const problems: string[] = [];
  if (remaining + held + sold !== capacity) {
    problems.push(
      `${name}: remaining ${remaining} + held ${held} + sold ${sold} does not equal its capacity ${capacity}`,
    );
  }
  for (const [book, count] of Object.entries(stock)) {
    if (!Number.isInteger(count) || count < 0) problems.push(`${name}: ${book} is ${count}`);
  }
  return problems;
}
