import type { ImportCodes, ImportedCodes } from '@onsale/contracts';

/** Of a file in a request: the office takes 2,000 lines and a megabyte. */
const LINES = 1500;
const LETTERS = 250_000;

/** The headings of a file and the lines below. */
export interface CodesFile {
  head: string;
  lines: string[];
}

/** What has become of the lines of a file, as far as it was read. */
export interface ImportReport extends ImportedCodes {
  /** Lines below the headings that are done; all of them, unless something failed. */
  done: number;
  /** Why the others are not. */
  failure?: unknown;
}

export const NOTHING_READ: ImportReport = {
  ...{ made: 0, changed: 0, unchanged: 0, problems: [], done: 0 },
};

/** Reads a file in UTF-8, or as spreadsheets of old still write it. */
export function readCodesFile(bytes: ArrayBuffer): CodesFile {
  const [head = '', ...lines] = textOf(bytes).split(/\r\n|\n|\r/);
  return { head, lines };
}

/**
 * Imports a file in parts, and goes on after those that are done by `report`. Never rejects: what was done before
 * something failed is told with it. A part whose answer was lost is sent again without harm.
 */
export async function importFile(
  { head, lines }: CodesFile,
  {
    report,
    send,
    onProgress,
  }: {
    report: ImportReport;
    send: (part: Pick<ImportCodes, 'csv' | 'firstLine'>) => Promise<ImportedCodes>;
    onProgress: (done: number, of: number) => void;
  },
): Promise<ImportReport> {
  const { failure: _, ...so } = report;
  let sum: ImportReport = so;
  do {
    const part = partFrom(lines, sum.done);
    try {
      const firstLine = lineOf(sum.done);
      const read = await send({ csv: [head, ...part].join('\n'), firstLine });
      sum = {
        made: sum.made + read.made,
        changed: sum.changed + read.changed,
        unchanged: sum.unchanged + read.unchanged,
        problems: [...sum.problems, ...read.problems],
        done: sum.done + part.length,
      };
    } catch (failure) {
      return { ...sum, failure };
    }
    onProgress(sum.done, lines.length);
  } while (sum.done < lines.length);
  return sum;
}

/** The line of the file that comes next, as a text editor counts: the headings are the first. */
export function lineOf(done: number): number {
  return done + 2;
}

/** What is wrong, line by line. */
export function problemsByLine(
  problems: ImportReport['problems'],
): { line: number; problems: ImportReport['problems'] }[] {
  const byLine = Map.groupBy(problems, ({ line }) => line);
  return [...byLine].map(([line, these]) => ({ line, problems: these }));
}

function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function partFrom(lines: readonly string[], start: number): string[] {
  let letters = 0;
  const part: string[] = [];
  for (const line of lines.slice(start, start + LINES)) {
    letters += line.length;
    if (part.length > 0 && letters > LETTERS) break;
    part.push(line);
  }
  return part;
}
