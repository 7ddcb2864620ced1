/** The languages of mails (ISO 639-1). */
export const MAIL_LANGUAGES = ['en', 'de', 'fr'] as const;
export type MailLanguage = (typeof MAIL_LANGUAGES)[number];

/**
 * The language of a mail: that of its reader where mails have it, else the first one of the seller's, else
 * English.
 */
export function mailLanguageOf(
  reader: string | null | undefined,
  sellers: readonly string[] = [],
): MailLanguage {
  return [reader, ...sellers].find(isMailLanguage) ?? 'en';
}

function isMailLanguage(language: string | null | undefined): language is MailLanguage {
  return MAIL_LANGUAGES.some((each) => each === language);
}
