import type * as English from '../paraglide/messages/en.js';
import type { Locale } from '../paraglide/runtime.js';

type TextOf<Text> = Text extends (inputs: infer Inputs) => string
  ? object extends Inputs
    ? () => string
    : (inputs: Inputs) => string
  : never;

/** Every text of the app, as a function of what it names. */
export type Texts = { readonly [Name in keyof typeof English]: TextOf<(typeof English)[Name]> };

const LOADERS: Record<Locale, () => Promise<object>> = {
  en: () => import('../paraglide/messages/en.js'),
  de: () => import('../paraglide/messages/de.js'),
};

let texts: Record<string, (inputs?: object) => string> = {};

/** The texts in the language that was loaded last. A function of it may be kept: it follows. */
export const m = new Proxy({} as Texts, {
  get: (_, name: string) => (inputs?: object) => {
    const text = texts[name];
    if (text === undefined) throw new Error(`there is no text ${name}`);
    return text(inputs ?? {});
  },
});

/** Loads the texts of a language. */
export async function loadTexts(language: Locale): Promise<void> {
  texts = (await LOADERS[language]()) as typeof texts;
}
