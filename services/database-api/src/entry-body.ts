import { isUtf8 } from 'node:buffer';
import { ApiError, ENTRY_LIMITS } from '@onsale/contracts';

/** A request's body, and the text of its field `value` exactly as it was sent. */
export interface EntryBody {
  body: unknown;
  valueText: string | undefined;
}

/**
 * Reads the body of a create or replace. Parsing and writing again would change what was sent (a
 * big number is rounded, keys that look like numbers move to the front), so the value's own text is
 * cut out of the body; parsing only proves that it is JSON.
 *
 * Throws `ApiError`: INVALID_JSON, INVALID_REQUEST, VALUE_TOO_LARGE. Which fields there must be and
 * of which type is the schema's business.
 */
export function readEntryBody(bytes: Buffer): EntryBody {
  if (bytes.length === 0) {
    throw new ApiError('INVALID_JSON', 'the body is empty; it must be JSON');
  }
  // A byte that is no UTF-8 would come back as another one.
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

/** Whether a text is a JSON object, as every value of ours is. */
export function isJsonObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // No JSON is an answer here, not a failure.
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

// One walk over the text of an object that is known to be valid JSON: a string with a colon behind
// it is a name, and nothing but strings can hide a bracket or a comma.
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
        // The body's own braces are one level.
        if (depth > ENTRY_LIMITS.valueDepth + 1) {
          throw invalid(
            'value',
            `must not be nested deeper than ${ENTRY_LIMITS.valueDepth} levels`,
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

// A program that copies such an object field by field would change its prototype: it is bait.
function refuseName(name: string, fieldsBefore: ReadonlySet<string> | undefined): void {
  if (name === '__proto__') throw invalid('__proto__', 'is not allowed as the name of a field');
  if (fieldsBefore?.has(name) === true) throw invalid(name, 'is there twice');
}

function invalid(path: string, message: string): ApiError {
  return new ApiError('INVALID_REQUEST', `${path} ${message}`, { details: [{ path, message }] });
}

// The place behind the closing quote: the first quote with an even number of backslashes before it.
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
