import { readdir, readFile } from 'node:fs/promises';
import openApiTypes, { astToString } from 'openapi-typescript';

const API = new URL('../../../api/', import.meta.url);
/** Where the types belong. */
export const GENERATED = new URL('../src/generated/', import.meta.url);

const HEADER = '// Generated from api/ by npm run api.\n';

/**
 * The types of all published interfaces: a file of named types for each document, and one that has
 * them all. By file name.
 */
export async function clientTypes(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const seen = new Set<string>();
  const all: string[] = [];
  for (const file of (await readdir(API)).toSorted()) {
    const document = JSON.parse(await readFile(new URL(file, API), 'utf8')) as Parsed;
    const name = file.replace('.openapi.json', '');
    const types = await openApiTypes(document as never, {
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
    });
    files.set(`${name}.ts`, HEADER + astToString(types));
    // What several interfaces share is the same in all of them.
    const names = Object.keys(document.components.schemas).filter((schema) => !seen.has(schema));
    for (const schema of names) seen.add(schema);
    const exported = names.map((schema) => (schema === 'Error' ? 'Error as ErrorBody' : schema));
    all.push(`export type { ${exported.join(', ')} } from './${name}.ts';`);
  }
  files.set('index.ts', `${HEADER}${all.join('\n')}\n`);
  return files;
}

interface Parsed {
  components: { schemas: Record<string, unknown> };
}
