/**
 * A plain-text table with aligned columns; numbers are right-aligned, with thousands separators.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const shown = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)),
  );
  const widths = head.map((title, column) =>
    Math.max(title.length, ...shown.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = head.map((_, column) => typeof rows[0]?.[column] === 'number');
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(head), ...shown.map(line)].join('\n');
}
