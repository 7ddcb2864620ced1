import assert from 'node:assert/strict';
import { importConfigurations, type Variable } from './configuration-schemas.ts';
import { code } from './markdown.ts';

/**
 * The lists of docs/configuration.md: `shared` has the variables that several processes have in common; the others
 * are named after their process and have what is left. They say no ranges: a process names that of a wrong value.
 */
export async function configurationLists(): Promise<Record<string, string>> {
  const uses = await readUses();
  const readers = Map.groupBy(uses, ({ name, meaning }) => `${name} ${meaning}`);
  const shared = [...readers.values()].filter((those) => those.length > 1);
  const own = Map.groupBy(
    [...readers.values()].filter((those) => those.length === 1).flat(),
    ({ process }) => process,
  );
  return {
    shared: shared
      .map((those) => `- ${nameOf(those)}${forWhom(those)}: ${meaningOf(those)}`)
      .join('\n'),
    ...Object.fromEntries(
      Array.from(own, ([process, those]) => [process.replaceAll(' ', '-'), listOf(those)]),
    ),
  };
}

/** A variable as one process reads it. */
interface Use {
  process: string;
  name: string;
  variable: Variable;
  meaning: string;
  isRequired: boolean;
}

async function readUses(): Promise<Use[]> {
  return Array.from(await importConfigurations()).flatMap(([process, { properties, required }]) =>
    Object.entries(properties).map(([name, variable]) => {
      const { description: meaning } = variable;
      assert.ok(meaning, `${name} of ${process} has no description`);
      for (const value of variable.enum ?? [])
        assert.ok(meaning.includes(code(value)), `${name} of ${process} does not say ${value}`);
      if (variable['x-secret'] === true)
        assert.match(name, SECRETS, `${name} is not a secret by the page`);
      return { process, name, variable, meaning, isRequired: required?.includes(name) === true };
    }),
  );
}

// As the page says it.
const SECRETS = /_(?:PASSWORD|SECRET|TOKEN|KEYS?)$|^(?:REDIS|DATABASE|SMTP)_URL$/;

// Those that mean the same, such as the ports of the parts, share an entry.
function listOf(uses: readonly Use[]): string {
  return Array.from(
    Map.groupBy(uses, ({ meaning }) => meaning).values(),
    (those) => `- ${those.map((use) => nameOf([use])).join(', ')}: ${meaningOf(those)}`,
  ).join('\n');
}

function meaningOf([use]: readonly Use[]): string {
  return use?.meaning ?? '';
}

// With its default as in an environment file. Where they differ, its meaning says it.
function nameOf(uses: readonly Use[]): string {
  const [{ name, variable }] = uses as [Use];
  const defaults = new Set(uses.map((use) => use.variable.default));
  const requiring = uses.filter((use) => use.isRequired && use.variable.default === undefined);
  const initial = defaults.size > 1 || variable.default === undefined ? '' : `=${variable.default}`;
  return code(name + initial) + (requiring.length < uses.length ? '' : ' (required)');
}

// Only where few read it: a process ignores what it has no use for.
function forWhom(uses: readonly Use[]): string {
  return uses.length > 3 ? '' : ` (${uses.map(({ process }) => process).join(', ')})`;
}
