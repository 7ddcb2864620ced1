type Row = Record<string, string>;

/** The rows of all tables of a page, by the names of the columns. Cells lose their backticks: `` `PORT` `` is PORT. */
export function readTables(page: string): Row[] {
  const rows: Row[] = [];
  let columns: string[] | undefined;
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) {
      columns = undefined;
      continue;
    }
    const cells = line.split('|').slice(1, -1).map(readCell);
    if (columns === undefined) columns = cells;
    else if (!/^[|\s:-]+$/.test(line)) {
      rows.push(Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])));
    }
  }
  return rows;
}

/** The rows that have this column. */
export function rowsWith(rows: readonly Row[], column: string): Row[] {
  return rows.filter((row) => column in row);
}

/** What is explained in the lists right below a heading: of `` - `v` (string): the version ``, the v. */
export function listedUnder(page: string, heading: string): string[] {
  const sections = page.split(/^#+ /m);
  const section = sections.find((text) => readCell(text.split('\n')[0] ?? '') === heading) ?? '';
  return Array.from(section.matchAll(/^- `([^`]+)`(?: \([^)]+\))?: \S/gm), (item) => item[1] ?? '');
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
