/** A language without a region reads as in the country that most of our readers of it expect. */
const REGIONS: Record<string, string> = { en: 'en-GB' };

let current = 'en-GB';

/** Sets the locale (BCP 47) of numbers, prices and dates; what was formatted before stays as it is. */
export function setReaderLocale(locale: string): void {
  current = locale;
}

/** What `write` makes in this locale (BCP 47). It must be done when it returns: nothing may wait in it. */
export function inLocale<Written>(locale: string, write: () => Written): Written {
  const before = current;
  current = locale;
  try {
    return write();
  } finally {
    current = before;
  }
}

/**
 * The locale of a reader of `language`: as the browser has it, so that somebody from Vienna who reads
 * German has Austrian dates; a language that the browser does not name has its usual region.
 */
export function localeFor(language: string, preferred: readonly string[]): string {
  const found = preferred.find((tag) => languageOf(tag) === language && isSupported(tag));
  return found ?? REGIONS[language] ?? language;
}

/** The language of a locale: `de` of `de-AT`. */
export function languageOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

function isSupported(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    // Not a language tag, such as `en_US` or `c`.
    return false;
  }
}

const formatters = new Map<string, unknown>();

/** One formatter for each locale and kind: to make one takes longer than to use it. */
export function kept<Formatter>(kind: string, make: (locale: string) => Formatter): Formatter {
  const key = `${current} ${kind}`;
  const found = formatters.get(key) as Formatter | undefined;
  if (found !== undefined) return found;
  const made = make(current);
  formatters.set(key, made);
  return made;
}
