import type { MailContent } from './mail-content.ts';

/**
 * The same mail with texts that are safe to print: no control characters, none that turn the direction of
 * what follows, and whatever has letters from right to left kept apart from the sentence around it.
 */
export function cleanMail(mail: MailContent): MailContent {
  return clean(mail, false) as MailContent;
}

/** What may have several lines; all else is one, however it was written. */
const SEVERAL_LINES = new Set(['body', 'imprint', 'note', 'postalAddress', 'text']);

/** What people call themselves. */
const NAMES = new Set(['buyer', 'holder']);

/**
 * A name in which no program finds a link: whoever orders for the address of another one must not get that one a
 * link of theirs in a mail of the seller.
 */
export function unlinked(name: string): string {
  return name.replaceAll(/(?<=\S)([.:@])(?=\/\/|[\p{L}\p{N}]{2})/gu, `$1${WORD_JOINER}`);
}

const WORD_JOINER = '\u2060';

/** One line of at most `length` characters; what is cut off ends with an ellipsis. */
export function shortLine(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const characters = Array.from(graphemes.segment(line), ({ segment }) => segment);
  if (characters.length <= length && line.length <= 2 * length) return line;
  return `${fitting(characters, length - 1, 2 * length).trimEnd()}…`;
}

function clean(value: unknown, mayBreak: boolean): unknown {
  if (typeof value === 'string') return mayBreak ? cleanLines(value) : cleanLine(value);
  if (Array.isArray(value)) return value.map((each) => clean(each, mayBreak));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, each]) => {
      const cleaned = clean(each, SEVERAL_LINES.has(key));
      return [key, NAMES.has(key) && typeof cleaned === 'string' ? unlinked(cleaned) : cleaned];
    }),
  );
}

function cleanLines(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(UNPRINTABLE, '')
    .toWellFormed();
}

function cleanLine(text: string): string {
  const line = cleanLines(text).replaceAll(/\s+/g, ' ').trim();
  return RIGHT_TO_LEFT.test(line) ? `${ISOLATE}${line}${END_OF_ISOLATE}` : line;
}

const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
// All but line breaks; and the marks, embeddings, overrides and isolates of direction.
const UNPRINTABLE = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

// So that no emoji and no accent is cut in two; a character may have any number of accents.
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function fitting(characters: readonly string[], length: number, units: number): string {
  let text = '';
  for (const character of characters.slice(0, length)) {
    if (text.length + character.length > units) break;
    text += character;
  }
  return text.includes(ISOLATE) ? `${text}${END_OF_ISOLATE}` : text;
}
