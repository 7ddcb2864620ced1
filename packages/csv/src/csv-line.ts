/** What can separate cells, the likeliest last. */
const SEPARATORS = [',', '\t', ';'] as const;

/** The separator of a file, as its headings show it. */
export function separatorOf(headings: string): string {
  const counts = SEPARATORS.map((each) => headings.split(each).length);
  return SEPARATORS[counts.lastIndexOf(Math.max(...counts))] ?? ';';
}

/** The lines of a file, whatever ends them, without the mark that says how it is encoded. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
}

/**
 * The cells of a line; undefined when a quoted one does not end in it. A line is a row: nothing that codes say goes
 * over several.
 */
export function cellsOf(line: string, separator: string): string[] | undefined {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let cell = '';
    if (line[at] === '"') {
      const end = endOfQuoted(line, at + 1);
      if (end === undefined) return undefined;
      cell = line.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    }
    const next = line.indexOf(separator, at);
    cell += line.slice(at, next < 0 ? undefined : next);
    cells.push(plain(cell));
    if (next < 0) return cells;
    at = next + separator.length;
  }
}

function endOfQuoted(line: string, start: number): number | undefined {
  for (let at = start; ; at += 2) {
    at = line.indexOf('"', at);
    if (at < 0) return undefined;
    if (line[at + 1] !== '"') return at;
  }
}

// The export keeps spreadsheets from taking a text for a formula by an apostrophe.
function plain(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@\t\r])/, '');
}
