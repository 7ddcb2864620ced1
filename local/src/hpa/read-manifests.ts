import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ConfigError } from '@onsale/service';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { parseAllDocuments } from 'yaml';

/** One document of a file, and where it stands, for messages. */
interface Manifest {
  kind: string;
  place: string;
  document: Record<string, unknown>;
}

/** The manifests in a folder; none when there is no such folder. */
export function readManifests(folder: string): Manifest[] {
  return listFiles(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .flatMap((name) => parseFile(`${folder}/${name}`, `${basename(folder)}/${name}`));
}

/**
 * The manifests of one kind, whole as the schema wants them. Throws `ConfigError` with a line for
 * each fault.
 */
export function manifestsOf<Schema extends TSchema>(
  manifests: readonly Manifest[],
  kind: string,
  schema: Schema,
): { place: string; manifest: Static<Schema> }[] {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  const problems = found.flatMap(({ place, document }) =>
    [...Value.Errors(schema, document)].map(
      ({ instancePath, message }) => `${place}: ${pathOf(instancePath)} ${message}`,
    ),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return found.map(({ place, document }) => ({ place, manifest: document as Static<Schema> }));
}

function parseFile(file: string, place: string): Manifest[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  const parsed = Array.isArray(documents) ? documents : [];
  const problems = parsed.flatMap(({ errors }) =>
    errors.map((error) => `${place}: ${error.message.split('\n')[0]}`),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.flatMap((each) => {
    const document = each.toJS() as unknown;
    if (typeof document !== 'object' || document === null) return [];
    const { kind } = document as { kind?: unknown };
    if (typeof kind !== 'string') return [];
    return [{ kind, place, document: document as Record<string, unknown> }];
  });
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

// /spec/metrics/0/type becomes spec.metrics[0].type
function pathOf(pointer: string): string {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  return path === '' ? 'the manifest' : path;
}
