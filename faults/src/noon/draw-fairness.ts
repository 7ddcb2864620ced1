import { createHash } from 'node:crypto';
import { lotOf, numbersOf } from '@onsale/ledger';

const DRAWS = 100;
const LOTS = 400;
/** Of arrival, and of the numbers that were drawn. */
const QUARTERS = 4;

/**
 * How far the numbers that are drawn depend on who came first: chi-square over many draws, in which quarters of those who
 * came meet quarters of the numbers, with 9 degrees of freedom.
 */
export async function chiSquareOfDraws(seed: number): Promise<number> {
  const counts = Array.from({ length: QUARTERS }, () => Array.from({ length: QUARTERS }, () => 0));
  for (let draw = 0; draw < DRAWS; draw++) {
    const key = createHash('sha256').update(`${seed} ${draw}`).digest('hex');
    const lots = Array.from({ length: LOTS }, (_, i) => lotOf(`${seed} ${draw} ${i}`));
    const numbers = await numbersOf(key, lots);
    for (const [i, lot] of lots.entries()) {
      const row = counts[quarterOf(i)] ?? [];
      const column = quarterOf((numbers.get(lot) ?? 1) - 1);
      row[column] = (row[column] ?? 0) + 1;
    }
  }
  const expected = (DRAWS * LOTS) / QUARTERS ** 2;
  return counts.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function quarterOf(position: number): number {
  return Math.floor((position * QUARTERS) / LOTS);
}
