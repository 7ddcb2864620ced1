import { ERROR_GROUPS, type ErrorCodeEntry } from '@onsale/contracts';
import { code, markdownTable } from './markdown-table.ts';

/** The tables of docs/errors.md: a heading and a table for each group of codes. */
export function errorTables(): string {
  return Object.entries(ERROR_GROUPS)
    .map(([title, group]) => `## ${title}\n\n${tableOf(group)}`)
    .join('\n\n');
}

function tableOf(group: Readonly<Record<string, ErrorCodeEntry>>): string {
  const rows = Object.entries(group).map(([name, { status, meaning, action }]) => [
    code(name),
    String(status),
    action === undefined ? meaning : `${meaning}. ${action}`,
  ]);
  return markdownTable(['code', 'status', 'meaning, and what to do'], rows);
}
