import { type Code, type StoredCode, USED_SUFFIX } from './code.ts';

/** A code as its field of the hash has it. */
export function codeText({ code: _code, ...rest }: Code): string {
  return JSON.stringify(rest);
}

/** Reads it back; what is not a number of uses counts as none. */
export function parseCode(code: string, text: string, used: string | null | undefined): StoredCode {
  return { code, ...(JSON.parse(text) as Omit<Code, 'code'>), used: Number(used ?? 0) || 0 };
}

/** The field of a code's number of uses. */
export function usedField(code: string): string {
  return `${code}${USED_SUFFIX}`;
}
