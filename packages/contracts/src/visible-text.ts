/**
 * Why a text must not be taken that people will read: it displays as nothing, or has invisible characters, so
 * that what is read is not what was written. The rest of a sentence; undefined when nothing is wrong.
 */
export function textProblem(text: string): string | undefined {
  if (PLAIN.test(text)) return undefined;
  if (!text.isWellFormed()) return 'has half of a character';
  if (!VISIBLE.test(text)) return 'has no character that can be seen';
  const rest = text.replaceAll(NEEDED_JOINER, '').replaceAll(VARIATION_SELECTOR, '');
  const hidden = HIDDEN.exec(rest)?.[0].codePointAt(0);
  if (hidden === undefined) return undefined;
  const name = `U+${hidden.toString(16).toUpperCase().padStart(4, '0')}`;
  return `has the invisible character ${name}; write it without`;
}

/** Most texts need no further checks. */
const PLAIN = /^[\x20-\x7e]*$/;

// Characters that are invisible or change the reading order of others.
const HIDDEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
// Joiners are part of how some scripts are written: between letters of Persian, for example, or after
// the sign that mutes a vowel in Malayalam. Nobody who writes in these four scripts needs one.
const NEEDED_JOINER =
  /(?<=[[\p{L}\p{M}]--[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Inherited}]])[\u200c\u200d](?=[\p{L}\p{M}]|$| )/gv;
// Select one of several glyphs of a character, for example in Japanese names.
const VARIATION_SELECTOR = /(?<=[\p{L}\p{So}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const VISIBLE = /[^\s\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;
