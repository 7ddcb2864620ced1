import { configurationLists } from './configuration-lists.ts';
import { errorLists } from './error-lists.ts';
import { metricLists } from './metric-lists.ts';

/** The lists that are made from the code: for each page of docs/, what stands between its markers. */
export async function generatedParts(): Promise<Record<string, Record<string, string>>> {
  const { rehearsal = '', ...configuration } = await configurationLists();
  return {
    'configuration.md': configuration,
    'errors.md': { errors: errorLists() },
    'metrics.md': { metrics: metricLists() },
    'rehearsal.md': { rehearsal },
  };
}

/**
 * The page with its generated parts as they are now. A part stands between `<!-- generated: NAME -->` and
 * `<!-- end of NAME -->`. Throws when the page has a part that nothing makes, or lacks one.
 */
export function withParts(page: string, parts: Readonly<Record<string, string>>): string {
  const missing = new Set(Object.keys(parts));
  const text = page.replaceAll(PART, (_, begin: string, name: string, end: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`nothing makes the part ${name}`);
    missing.delete(name);
    return `${begin}\n${part}\n\n${end}`;
  });
  if (missing.size > 0) throw new Error(`the page has no part ${[...missing].join(', ')}`);
  return text;
}

const PART = /(<!-- generated: ([\w-]+) -->\n)[^]*?(<!-- end of \2 -->)/g;
