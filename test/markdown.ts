/** One table of a page: the heading above it, and its rows by the names of the columns. */
export interface Table {
  heading: string;
  rows: Record<string, string>[];
}

/** All tables of a page. Cells lose their backticks: `` `PORT` `` reads as PORT. */
export function readTables(page: string): Table[] {
  const tables: Table[] = [];
  let heading = '';
  let columns: string[] | undefined;
  for (const line of page.split('\n')) {
    if (/^#+ /.test(line)) heading = readCell(line.replace(/^#+ /, ''));
    if (!line.startsWith('|')) {
      columns = undefined;
      continue;
    }
    const cells = line.split('|').slice(1, -1).map(readCell);
    if (columns === undefined) {
      columns = cells;
      tables.push({ heading, rows: [] });
    } else if (!/^[|\s:-]+$/.test(line)) {
      const row = Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
      tables.at(-1)?.rows.push(row);
    }
  }
  return tables;
}

/** The rows of all tables that have this column. */
export function rowsWith(tables: readonly Table[], column: string): Record<string, string>[] {
  return tables.flatMap((table) => table.rows).filter((row) => column in row);
}

/** The values of the first column in the tables right below a heading. */
export function namesUnder(tables: readonly Table[], heading: string): string[] {
  return tables
    .filter((table) => table.heading === heading)
    .flatMap((table) => table.rows.map((row) => Object.values(row)[0] ?? ''));
}

/** The targets of all links to files of the project, without their anchors. */
export function fileLinks(page: string): string[] {
  return Array.from(page.matchAll(/\]\(([^)\s#]+)[^)]*\)/g), (link) => link[1] ?? '').filter(
    (target) => !/^[a-z]+:/.test(target),
  );
}

function readCell(text: string): string {
  return text.replaceAll('`', '').trim();
}
