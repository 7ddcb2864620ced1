import { isUtf8 } from 'node:buffer';
import { ApiError, ENTRY_LIMITS } from '@onsale/contracts';

/** A request body, and the text of its field `value` exactly as sent. */
export interface EntryBody {
  body: unknown;
  valueText: string | undefined;
}

/**
 * Parses the body of a create or replace request. Parsing and serializing the value would alter it
 * (big numbers get rounded, number-like keys move to the front), so the value's own text is cut out
 * of the body; parsing only verifies that it is JSON.
 *
 * Throws `ApiError`: INVALID_JSON, INVALID_REQUEST, VALUE_TOO_LARGE. Required fields and types are
 * checked by the schema.
 */
export function readEntryBody(bytes: Buffer): EntryBody {
  if (bytes.length === 0) {
    throw new ApiError('INVALID_JSON', 'the body is empty; it must be JSON');
  }
  // Invalid UTF-8 would come back as different bytes.
  if (!isUtf8(bytes)) throw new ApiError('INVALID_JSON', 'the body is not valid UTF-8');
  const text = bytes.toString('utf8');
  const body = parse(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { body, valueText: undefined };
  }
  const valueText = cutValue(text);
  if (valueText !== undefined && Buffer.byteLength(valueText) > ENTRY_LIMITS.valueBytes) {
    throw new ApiError('VALUE_TOO_LARGE', `value must be at most ${ENTRY_LIMITS.valueBytes} bytes`);
  }
  return { body, valueText };
}

/** Whether a text is a JSON object, as every stored value is. */
export function isJsonObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Invalid JSON is a result here, not a failure.
    return false;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiError('INVALID_JSON', `the body is not valid JSON: ${why}`);
  }
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

// One pass over the text of an object known to be valid JSON: a string followed by a colon is a
// field name, and only strings can contain brackets or commas that do not count.
function cutValue(text: string): string | undefined {
  const fields = new Set<string>();
  let depth = 0;
  let from: number | undefined;
  let valueText: string | undefined;
  const endField = (end: number) => {
    if (from !== undefined) valueText = text.slice(from, end).trim();
    from = undefined;
  };
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        const colon = colonBehind(text, end);
        if (colon === undefined) {
          i = end - 1;
          break;
        }
        const name = readName(text.slice(i, end));
        refuseName(name, depth === 1 ? fields : undefined);
        if (depth === 1) {
          fields.add(name);
          if (name === 'value') from = colon + 1;
        }
        i = colon;
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        // The body itself is one level.
        if (depth > ENTRY_LIMITS.valueDepth + 1) {
          throw invalid(
            'value',
            `must not be nested more than ${ENTRY_LIMITS.valueDepth} levels deep`,
          );
        }
        break;
      case COMMA:
        if (depth === 1) endField(i);
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (depth === 1) endField(i);
        depth--;
        break;
    }
  }
  return valueText;
}

// __proto__ is an attack on programs that copy objects field by field.
function refuseName(name: string, fieldsBefore: ReadonlySet<string> | undefined): void {
  if (name === '__proto__') throw invalid('__proto__', 'is not allowed as a field name');
  if (fieldsBefore?.has(name) === true) throw invalid(name, 'appears twice');
}

function invalid(path: string, message: string): ApiError {
  return new ApiError('INVALID_REQUEST', `${path} ${message}`, { details: [{ path, message }] });
}

// The position after the closing quote, the first quote preceded by an even number of backslashes.
function endOfString(text: string, start: number): number {
  let quote = start;
  for (;;) {
    quote = text.indexOf('"', quote + 1);
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((quote - 1 - before) % 2 === 0) return quote + 1;
  }
}

function colonBehind(text: string, end: number): number | undefined {
  let i = end;
  while (/\s/.test(text.charAt(i))) i++;
  return text.charAt(i) === ':' ? i : undefined;
}

function readName(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
