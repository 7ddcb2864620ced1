import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { listFolders, readText, root } from './project-files.ts';

/** The schema of a process' environment, as `config.ts` exports it. */
export interface ConfigurationSchema {
  properties: Record<string, Variable>;
  required?: string[];
}

interface Variable {
  type?: string;
  default?: string | number | boolean;
  minimum?: number;
  maximum?: number;
  enum?: string[];
  'x-secret'?: boolean;
}

/** What docs/configuration.md must say of a variable; `values` is undefined where it needs words. */
export interface DocumentedVariable {
  initial: string;
  values: string | undefined;
}

/** The schemas of all processes by their folder, such as `services/gateway` or `local`. */
export async function importConfigurations(): Promise<Map<string, ConfigurationSchema>> {
  const parts = listFolders('services').map((name) => `services/${name}`);
  parts.push('services/office/recorder', 'local', 'admin', 'bench');
  const schemas = new Map<string, ConfigurationSchema>();
  for (const part of parts) {
    const file = configOf(part);
    const script = `${part}/nginx/start.sh`;
    if (existsSync(root + file)) schemas.set(part, await importSchema(file));
    else if (existsSync(root + script)) schemas.set(part, readDefaults(script));
    // What runs in a browser has no environment; a service that runs on Node does.
    else if (part.startsWith('services/')) {
      assert.ok(!existsSync(`${root}${part}/src/main.ts`), `${file} is missing`);
    }
  }
  return schemas;
}

// The recorder is a process of the office.
function configOf(part: string): string {
  if (part === 'services/office/recorder') return 'services/office/src/recorder/config.ts';
  return `${part}/src/config.ts`;
}

/** Every variable that a schema understands, with the `_FILE` twins of its secrets. */
export function documentedVariables(schema: ConfigurationSchema): Map<string, DocumentedVariable> {
  const variables = new Map<string, DocumentedVariable>();
  for (const [name, property] of Object.entries(schema.properties)) {
    const missing = schema.required?.includes(name) === true ? 'required' : 'none';
    const initial = property.default === undefined ? missing : String(property.default);
    variables.set(name, { initial, values: valuesOf(property) });
    if (property['x-secret'] === true) {
      variables.set(`${name}_FILE`, { initial: 'none', values: 'path' });
    }
  }
  return variables;
}

// What a shell script sets in lines such as : "${PORT:=8080}".
function readDefaults(script: string): ConfigurationSchema {
  const found = readText(script).matchAll(/^: "\$\{([A-Z_]+):=(.*)\}"$/gm);
  const properties = Object.fromEntries(
    Array.from(found, ([, name = '', value]): [string, Variable] => [
      name,
      value === '' || value === undefined ? {} : { default: value },
    ]),
  );
  assert.ok('PORT' in properties, `${script} sets no PORT`);
  return { properties };
}

async function importSchema(file: string): Promise<ConfigurationSchema> {
  const exported = Object.values((await import(root + file)) as Record<string, unknown>);
  const schemas = exported.filter(
    (value) => typeof value === 'object' && value !== null && 'properties' in value,
  );
  assert.equal(schemas.length, 1, `${file} must export one schema`);
  return schemas[0] as ConfigurationSchema;
}

function valuesOf({ type, minimum, maximum, enum: values }: Variable): string | undefined {
  if (values !== undefined) return values.join(', ');
  if (type === 'boolean') return 'true, false';
  return minimum === undefined || maximum === undefined ? undefined : `${minimum} to ${maximum}`;
}
