import { ERROR_GROUPS, type ErrorCodeEntry } from '@onsale/contracts';
import { code, markdownTable } from './markdown-table.ts';

/** The tables of docs/errors.md: a heading and a table for each group of codes; those that say the same share a row. */
export function errorTables(): string {
  return Object.entries(ERROR_GROUPS)
    .map(([title, group]) => `## ${title}\n\n${tableOf(group)}`)
    .join('\n\n');
}

function tableOf(group: Readonly<Record<string, ErrorCodeEntry>>): string {
  const alike = Map.groupBy(Object.entries(group), ([, entry]) => JSON.stringify(entry));
  const rows = Array.from(alike.values(), (entries) => {
    const [[, { status, meaning, action }]] = entries as [[string, ErrorCodeEntry]];
    return [
      entries.map(([name]) => code(name)).join(', '),
      String(status),
      action === undefined ? meaning : `${meaning}. ${action}`,
    ];
  });
  return markdownTable(['code', 'status', 'meaning, and what to do'], rows);
}
