import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The schema of a process' environment, as `config.ts` exports it. */
export interface ConfigurationSchema {
  properties: Record<string, Variable>;
  required?: string[];
}

export interface Variable {
  description?: string;
  default?: string | number | boolean;
  enum?: string[];
  'x-secret'?: boolean;
}

/** The schemas of all processes by their name, such as `gateway`, `recorder` or `npm start`. */
export async function importConfigurations(): Promise<Map<string, ConfigurationSchema>> {
  const files = globSync('{services/*,admin,local}/src/{,*/}config.ts', { cwd: ROOT }).sort();
  const schemas = new Map<string, ConfigurationSchema>();
  for (const file of files) schemas.set(processOf(file), await importSchema(file));
  for (const script of globSync('services/*/nginx/start.sh', { cwd: ROOT })) {
    schemas.set(script.split('/')[1] ?? '', readScript(script));
  }
  return schemas;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

// The recorder is a process of the office, and the rehearsal a command of the workload generator.
function processOf(file: string): string {
  const folder = posix.basename(posix.dirname(file));
  if (folder !== 'src') return folder;
  const part = file.split('/').at(-3) ?? '';
  return part === 'local' ? 'npm start' : part;
}

async function importSchema(file: string): Promise<ConfigurationSchema> {
  const exported = Object.values((await import(ROOT + file)) as Record<string, unknown>);
  const schemas = exported.filter(
    (value) => typeof value === 'object' && value !== null && 'properties' in value,
  );
  assert.equal(schemas.length, 1, `${file} must export one schema`);
  return schemas[0] as ConfigurationSchema;
}

/** What a shell script sets in lines such as : "${PORT:=8080}", with the comment above. */
function readScript(script: string): ConfigurationSchema {
  const found = readFileSync(ROOT + script, 'utf8').matchAll(
    /((?:^# .*\n)*)^: "\$\{([A-Z_]+):=(.*)\}"$/gm,
  );
  const properties = Object.fromEntries(
    Array.from(found, ([, comment = '', name = '', value = '']): [string, Variable] => [
      name,
      {
        description: comment.replaceAll(/^# /gm, '').trim().replaceAll('\n', ' '),
        ...(value === '' ? {} : { default: value }),
      },
    ]),
  );
  assert.ok('PORT' in properties, `${script} sets no PORT`);
  return { properties };
}
