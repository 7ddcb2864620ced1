import type { MailLanguage } from '../languages.ts';
import { de } from './de.ts';
import { en, type MailTexts } from './en.ts';
import { fr } from './fr.ts';

/** The words of mails in each language. */
export const TEXTS: Readonly<Record<MailLanguage, MailTexts>> = { en, de, fr };
