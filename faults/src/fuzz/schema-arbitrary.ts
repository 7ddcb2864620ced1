import fc from 'fast-check';
import { HIDDEN_TICKET, KNOWN_CODES, ODD_CODES } from './make-codes.ts';

/** The part of JSON Schema that our operations use. */
export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** Longest generated text and list: other tests cover our limits. */
const LONGEST_TEXT = 300;
const LONGEST_LIST = 25;

const CODE = fc.oneof(
  { arbitrary: fc.constantFrom(...KNOWN_CODES), weight: 3 },
  fc.constantFrom(...ODD_CODES),
);

/**
 * Fields with a pattern, or that name something that must exist: mostly valid, or nothing gets past
 * them.
 */
const KNOWN: Record<string, fc.Arbitrary<unknown>> = {
  ticketId: mostly('seat', ['none', '__proto__', HIDDEN_TICKET]),
  code: CODE,
  codes: fc.array(CODE, { minLength: 1, maxLength: 5 }),
  percent: mostly(10, [0, 101, -1, 1e-9]),
  access: mostly([HIDDEN_TICKET], [['none'], [], ['seat', 'seat']]),
  csv: mostly('code;percent\nNEW-1;10\nTENTH;20\nA B;x\n', ['code\n"', 'code;code', '\uFEFF\n']),
  qty: mostly(1, [0, -1, 1.5, 1e9]),
  email: mostly('a@example.com', ['ü@example.com', 'a@b', '']),
  name: mostly('Ada', ['Žofie', ' ', '\u0000']),
  paymentMethod: mostly('credit_card', ['\n']),
  from: mostly('2026-02-28', ['2026-02-31', '2026-02-31T10:00:00Z', 'never', '\u0000']),
  limit: mostly('10', ['0', '1e3', '\u0000']),
};

/** Values that a schema accepts, or almost: patterns are ignored, so that texts stay wild. */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(arbitraryOf));
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(arbitraryOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? LONGEST_LIST, LONGEST_LIST),
      });
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -1000,
        max: Math.min(schema.maximum ?? 1e6, 1e6),
      });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return fc.string({
        unit: 'grapheme',
        minLength: schema.minLength ?? 0,
        maxLength: Math.min(schema.maxLength ?? LONGEST_TEXT, LONGEST_TEXT),
      });
    default:
      return fc.jsonValue();
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, property]) => {
    const value = KNOWN[name] ?? arbitraryOf(property);
    return [name, required.includes(name) ? value : seldom(value)];
  });
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required,
  });
}

// With all that an order may have, hardly any would be right.
function seldom(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 3 },
    { arbitrary: value, weight: 1 },
  );
}

function mostly(right: unknown, odd: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.constant(right), weight: 9 }, fc.constantFrom(...odd));
}
