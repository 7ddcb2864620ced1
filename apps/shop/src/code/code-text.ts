/** The API's own pattern of a code, in capitals; the tests compare them. */
const CODE = /^[A-Z0-9-]{3,32}$/;

/** The code that somebody means who types this; empty when nothing was typed. */
export function normalizeCode(text: string | null): string {
  return (text ?? '').trim().toUpperCase();
}

/** Whether there can be such a code: whatever else was typed, nobody has to be asked. */
export function canBeCode(code: string): boolean {
  return CODE.test(code);
}
