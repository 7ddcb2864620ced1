import { readFileSync } from 'node:fs';
import { Type } from '@onsale/contracts';
import type { Static, TObject, TSchema } from 'typebox';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is invalid; `problems` has one line for each wrong variable. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads a process' configuration from its environment, by one schema whose properties are the names
 * of the variables: integers, booleans (`true`/`false`, `on`/`off`, `1`/`0`) and strings. A variable
 * that is empty counts as not set. A property marked with `secret()` may also come from the file
 * that `NAME_FILE` names. The result is frozen.
 *
 * Throws `ConfigError` with a line for each wrong variable: what it must be and what it was (never
 * the value of a secret, or what stands before an @).
 */
export function loadConfig<Schema extends TObject>(
  schema: Schema,
  environment: Environment,
): Readonly<Static<Schema>> {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const raw = readVariable(name, property, environment, problems);
    if (raw === undefined) {
      if ('default' in property) config[name] = property.default;
      else if (schema.required?.includes(name))
        problems.push(`${name} is missing; ${requirement(property)}`);
      continue;
    }
    const value = convert(raw, property);
    if (value === undefined || !fits(value, property)) {
      const shown = isSecret(property) ? '' : `, not ${JSON.stringify(withoutLogin(raw))}`;
      problems.push(`${name} ${requirement(property)}${shown}`);
    } else config[name] = value;
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config) as Readonly<Static<Schema>>;
}

/** The elements of a comma-separated variable. */
export function splitList(text: string | undefined): string[] {
  return text === undefined ? [] : text.split(',').map((item) => item.trim());
}

/**
 * Marks a string property as a secret, which may come from a file and never appears in a message.
 */
export function secret(description: string, rules: { minLength?: number; 'x-must'?: string } = {}) {
  return Type.String({ description, minLength: 1, ...rules, 'x-secret': true });
}

function isSecret(property: TSchema): boolean {
  return (property as { 'x-secret'?: boolean })['x-secret'] === true;
}

// Passwords end up by mistake in URLs that should have none.
function withoutLogin(raw: string): string {
  return raw.replace(/^.*@/s, '***@');
}

function readVariable(
  name: string,
  property: TSchema,
  environment: Environment,
  problems: string[],
): string | undefined {
  const value = environment[name] === '' ? undefined : environment[name];
  const file = isSecret(property) ? environment[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return value;
  if (value !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set; set one of them`);
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(`${name}_FILE must name a readable file, ${file} is none (${code})`);
    return undefined;
  }
}

const BOOLEANS: Record<string, boolean> = {
  true: true,
  on: true,
  '1': true,
  false: false,
  off: false,
  '0': false,
};

function convert(raw: string, property: TSchema): unknown {
  switch ((property as { type?: string }).type) {
    case 'integer':
      return /^-?\d{1,15}$/.test(raw) ? Number(raw) : undefined;
    case 'number':
      return /^-?\d{1,15}(\.\d+)?$/.test(raw) ? Number(raw) : undefined;
    case 'boolean':
      return BOOLEANS[raw.toLowerCase()];
    default:
      return raw;
  }
}

// Only these keywords are allowed, so that no rule is silently ignored.
const KEYWORDS = new Set(
  'type enum minimum maximum minLength pattern default description x-must x-secret'.split(' '),
);

function fits(value: unknown, property: TSchema): boolean {
  const unknown = Object.keys(property).find((keyword) => !KEYWORDS.has(keyword));
  if (unknown !== undefined) throw new TypeError(`variables have no rule ${unknown}`);
  const rules = property as {
    enum?: unknown[];
    minimum?: number;
    maximum?: number;
    minLength?: number;
    pattern?: string;
  };
  if (rules.enum !== undefined && !rules.enum.includes(value)) return false;
  if (typeof value === 'number') {
    return value >= (rules.minimum ?? -Infinity) && value <= (rules.maximum ?? Infinity);
  }
  if (typeof value !== 'string') return true;
  return (
    value.length >= (rules.minLength ?? 0) &&
    (rules.pattern === undefined || new RegExp(rules.pattern, 'u').test(value))
  );
}

// What a variable must be, in words, derived from its schema.
function requirement(property: TSchema): string {
  const {
    type,
    minimum,
    maximum,
    enum: values,
    'x-must': must,
  } = property as {
    type?: string;
    minimum?: number;
    maximum?: number;
    enum?: string[];
    'x-must'?: string;
  };
  if (must !== undefined) return must;
  if (values !== undefined) return `must be one of ${values.join(', ')}`;
  if (type === 'boolean') return 'must be true or false';
  if (type === 'integer' || type === 'number') {
    const kind = type === 'integer' ? 'a whole number' : 'a number';
    if (minimum !== undefined && maximum !== undefined) {
      return `must be ${kind} from ${minimum} to ${maximum}`;
    }
    return minimum === undefined ? `must be ${kind}` : `must be ${kind}, at least ${minimum}`;
  }
  return 'must be set';
}
