import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The name by which a document knows a font. */
export type FontName = `${Family}-${Weight}`;
export type Weight = 'regular' | 'bold';
type Family = 'archivo' | 'noto' | 'arabic' | 'hebrew';

const FILES: Record<FontName, string> = {
  'archivo-regular': 'archivo/400Regular/Archivo_400Regular.ttf',
  'archivo-bold': 'archivo/600SemiBold/Archivo_600SemiBold.ttf',
  'noto-regular': 'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-bold': 'noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  'arabic-regular': 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf',
  'arabic-bold': 'noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf',
  'hebrew-regular': 'noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf',
  'hebrew-bold': 'noto-sans-hebrew/600SemiBold/NotoSansHebrew_600SemiBold.ttf',
};

// What each family has of what people write; the first one that has a sign draws it. Marks stand among the letters
// that they belong to.
/* oxlint-disable no-misleading-character-class */
const HAS: readonly (readonly [Family, RegExp])[] = [
  [
    'archivo',
    /^[ -~\u00a0-\u017f\u0218-\u021b\u0300-\u0304\u1e9e\u1ea0-\u1ef9\u2010\u2011\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u20ac\u20ba\u20bd\u2116\u2122]+$/u,
  ],
  ['hebrew', /^[\u0591-\u05c7\u05d0-\u05ea\u05ef-\u05f4\u20aa\ufb1d-\ufb36\ufb46-\ufb4f]+$/u],
  [
    'arabic',
    /^[\u0600-\u06ff\u0750-\u077f\u0870-\u088e\u0898-\u08ff\ufb50-\ufbc2\ufbd3-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdff\ufe70-\ufe74\ufe76-\ufefc]+$/u,
  ],
  [
    'noto',
    /^[ -~\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u03f0-\u052f\u0900-\u097f\u1d00-\u1df9\u1dfb-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2100-\u215f\u2212\ufffd]+$/u,
  ],
];

/** What stands for a sign that no font has. */
const UNKNOWN = '\ufffd';
/** Pictures, and what only steers how signs are drawn. */
const NOT_DRAWN =
  /(?![©®™])[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200b-\u200f\u2028-\u202e\u2060-\u2069\u20e3\ufe00-\ufe0f\ufeff\u{e0000}-\u{e007f}]/gu;
/* oxlint-enable no-misleading-character-class */

const loaded = new Map<FontName, Buffer>();

/** The file of a font; each is read once. */
export function fontFile(name: FontName): Buffer {
  const found = loaded.get(name);
  if (found !== undefined) return found;
  const address = import.meta.resolve(`@expo-google-fonts/${FILES[name]}`);
  const file = readFileSync(fileURLToPath(address));
  loaded.set(name, file);
  return file;
}

/** A text as it can be drawn: composed, without pictures, and with spaces that fonts have. */
export function drawable(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(NOT_DRAWN, '')
    .replaceAll(/[\u2000-\u200a\u202f\u205f\u3000\t]/gu, '\u00a0')
    .replaceAll(/[^\P{Cc}\n]/gu, '');
}

/** The font that draws a sign with its marks, and the sign as that font can. */
export function fontOf(cluster: string, weight: Weight): { name: FontName; text: string } {
  const found = HAS.find(([, signs]) => signs.test(cluster));
  if (found !== undefined) return { name: `${found[0]}-${weight}`, text: cluster };
  return { name: `noto-${weight}`, text: UNKNOWN };
}
