/** The languages of mails (ISO 639-1). */
export const MAIL_LANGUAGES = ['en', 'de', 'fr'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/**
 * The language of a mail: that of its reader, if the seller writes in it, else the first one of the seller's. A
 * seller who has named none writes in all.
 */
export function mailLanguageOf(
  reader: string | null | undefined,
  sellers: readonly string[] = [],
): MailLanguage {
  const spoken = sellers.filter(isMailLanguage);
  const known = spoken.length === 0 ? MAIL_LANGUAGES : spoken;
  return known.find((language) => language === reader) ?? known[0] ?? 'en';
}

function isMailLanguage(language: string): language is MailLanguage {
  return MAIL_LANGUAGES.some((each) => each === language);
}
