import assert from 'node:assert/strict';
import {
  type ConfigurationSchema,
  importConfigurations,
  type Variable,
} from './configuration-schemas.ts';
import { code, markdownTable } from './markdown-table.ts';

/**
 * The tables of docs/configuration.md: `shared` has the variables that several processes have in common; the others
 * are named after their process and have what is left.
 */
export async function configurationTables(): Promise<Record<string, string>> {
  const uses = variablesOf(await importConfigurations());
  const services = new Set(
    uses.filter(({ name }) => name === 'SHOP_HOSTS').map(({ process }) => process),
  );
  services.delete('frontend');
  const readers = Map.groupBy(uses, keyOf);
  const shared = [...readers.values()].filter((those) => those.length > 1);
  const own = Map.groupBy(
    [...readers.values()].filter((those) => those.length === 1).flat(),
    (use) => use.process,
  );
  return {
    shared: markdownTable(
      COLUMNS,
      shared.map((those) => cellsOf(those, forWhom(those, services))),
    ),
    ...Object.fromEntries(
      Array.from(own, ([process, those]) => [
        process.replaceAll(' ', '-'),
        markdownTable(
          COLUMNS,
          those.map((use) => cellsOf([use])),
        ),
      ]),
    ),
  };
}

const COLUMNS = ['variable', 'default (values)', 'meaning'];

/** A variable as one process reads it. */
interface Use {
  process: string;
  name: string;
  variable: Variable;
  isRequired: boolean;
}

function variablesOf(configurations: ReadonlyMap<string, ConfigurationSchema>): Use[] {
  return Array.from(configurations).flatMap(([process, { properties, required }]) =>
    Object.entries(properties).map(([name, variable]) => {
      assert.ok(variable.description, `${name} of ${process} has no description`);
      return { process, name, variable, isRequired: required?.includes(name) === true };
    }),
  );
}

// A variable means the same to two processes when all but its default is the same.
function keyOf({ name, variable }: Use): string {
  return `${name} ${JSON.stringify({ ...variable, default: undefined })}`;
}

function cellsOf(uses: readonly Use[], readers = ''): string[] {
  const [{ name, variable }] = uses as [Use];
  const defaults = Map.groupBy(uses, defaultOf);
  // An address that is the default is its own example.
  const values = String(variable.default).startsWith('http') ? '' : valuesOf(variable);
  const meaning = variable.description ?? '';
  return [
    code(name),
    defaultsOf(defaults) + (values === '' ? '' : ` (${values})`),
    // Different defaults name the readers already.
    defaults.size > 1 ? meaning : meaning + readers,
  ];
}

function defaultOf({ variable, isRequired }: Use): string {
  if (variable.default !== undefined) return code(variable.default);
  return isRequired ? 'required' : 'none';
}

function defaultsOf(defaults: ReadonlyMap<string, readonly Use[]>): string {
  if (defaults.size === 1) return [...defaults.keys()].join('');
  return Array.from(
    defaults,
    ([initial, those]) => `${those.map(({ process }) => process).join(', ')}: ${initial}`,
  ).join('; ');
}

// Nothing where the default or the description says it.
function valuesOf({ minimum, maximum, enum: values, ...rules }: Variable): string {
  const words = rules['x-must'] === undefined ? '' : wordsOf(rules['x-must']);
  if (rules['x-secret'] === true) return words === '' ? 'secret' : `secret: ${words}`;
  if (words !== '') return words;
  if (values !== undefined) return values.map(code).join(', ');
  return minimum === undefined || maximum === undefined ? '' : `${minimum}–${maximum}`;
}

// What a sentence such as "must be a whole number from 1 to 9" says of the values.
function wordsOf(sentence: string): string {
  return sentence
    .replace(/^must be /, '')
    .replace(/^empty, or /, '')
    .replace(/^an? /, '')
    .replace(/\b(a )?whole number from (\d+) to (\d+)$/, '$2–$3')
    .replace('http:// or https://', 'http(s)://')
    .replace(/^(one )?secret of /, '')
    .replace(/,? separated by commas\b/, ', with commas')
    .replaceAll(/(?<=^|\s)[^\s,]*[:/_=@][^\s,]*/g, (sign) => code(sign));
}

// Only where few services read it: a process ignores what it has no use for.
function forWhom(uses: readonly Use[], services: ReadonlySet<string>): string {
  const readers = new Set(uses.map(({ process }) => process));
  const isWide = services.difference(readers).size <= 2;
  return isWide ? '' : `. For ${[...readers].join(', ')}`;
}
