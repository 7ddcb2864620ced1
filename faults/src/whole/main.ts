import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writePage } from '@onsale/testing';
import { CELLS, cellsNamed, describe, nameOf } from './matrix.ts';
import type { CellResult } from './play-cell.ts';
import { runWhole } from './run-whole.ts';
import { figures, matrix } from './whole-table.ts';

const PAGE = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('../../RESULTS.md', import.meta.url));
const TABLE = /(<!-- whole -->\n)[^]*(\n<!-- end of whole -->)/;

/** `npm run faults -- whole`: the cells of these words, or all. Returns the exit code, or what is wrong with them. */
export async function playWhole(
  words: readonly string[],
  options: { seed: number | undefined; quick: boolean; write: boolean; list: boolean },
): Promise<number | string> {
  const unknown = words.find((word) => cellsNamed(word).length === 0);
  if (unknown !== undefined) return `there is no cell, part or fault ${unknown}; see whole --list`;
  const named = new Set(words.flatMap(cellsNamed).map(nameOf));
  const cells = CELLS.filter((cell) => words.length === 0 || named.has(nameOf(cell)));
  if (options.list) {
    const lines = cells.map((cell) => `${nameOf(cell).padEnd(24)} ${describe(cell)}\n`);
    process.stdout.write(lines.join(''));
    return 0;
  }
  const { seed = randomInt(2 ** 31), quick } = options;
  process.stdout.write(`whole --seed ${seed}: ${cells.length} cells\n`);
  const results = await runWhole(cells, {
    ...{ seed, quick },
    say: (line) => void process.stderr.write(`  ${line}\n`),
    onResult: (result) => {
      process.stdout.write(`${resultLine(result)}\n`);
      // One by one: all of them take a while.
      if (options.write) writeTables([result]);
    },
  });
  return results.every(({ broken }) => broken.length === 0) ? 0 : 1;
}

function resultLine(result: CellResult): string {
  const { cell, orders, confirmed, keptMinor, backMinor, mails, tickets, scans } = result;
  const broken = result.broken.map((sentence) => `\n    ${sentence}`).join('');
  return (
    `${nameOf(cell)} ${broken === '' ? 'clean' : 'BROKEN'}: ${orders} orders, ${confirmed} confirmed, ` +
    `${keptMinor} cents kept, ${backMinor} back, ${mails} mails, ${tickets} tickets, ${scans} scans, ` +
    `normal after ${result.secondsToNormal.toFixed(1)} s${broken}`
  );
}

function writeTables(results: readonly CellResult[]): void {
  const counted = figures(results, readFileSync(RESULTS, 'utf8'));
  replaceTable(RESULTS, counted);
  replaceTable(PAGE, matrix(counted));
}

function replaceTable(file: string, table: string): void {
  const put = (_: string, head: string, tail: string) => `${head}\n${table}\n${tail}`;
  writePage(file, readFileSync(file, 'utf8').replace(TABLE, put));
}
