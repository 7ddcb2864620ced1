import { ERROR_GROUPS, type ErrorCodeEntry } from '@onsale/contracts';
import { code } from './markdown.ts';

/** The lists of docs/errors.md: a heading and a list for each group of codes; those that say the same share an entry. */
export function errorLists(): string {
  return Object.entries(ERROR_GROUPS)
    .map(([title, group]) => `## ${title}\n\n${listOf(group)}`)
    .join('\n\n');
}

// The status first, so that all of one status stand below each other.
function listOf(group: Readonly<Record<string, ErrorCodeEntry>>): string {
  const alike = Map.groupBy(Object.entries(group), ([, entry]) => JSON.stringify(entry));
  return Array.from(alike.values(), (entries) => {
    const [[, { status, meaning, action }]] = entries as [[string, ErrorCodeEntry]];
    const codes = entries.map(([name]) => code(name)).join(', ');
    return `- ${status} ${codes}: ${action === undefined ? meaning : `${meaning}. ${action}`}`;
  }).join('\n');
}
