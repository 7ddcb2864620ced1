type TextOf<Text> = Text extends (inputs: infer Inputs) => string
  ? object extends Inputs
    ? () => string
    : (inputs: Inputs) => string
  : never;

/** Every text of an app, as a function of what it names. `Messages` are what those of one language are compiled to. */
export type TextsOf<Messages> = { readonly [Name in keyof Messages]: TextOf<Messages[Name]> };

/**
 * Makes the texts of an app, `m`, which are in the language that was loaded last: a function of it may be kept, and
 * follows. `addTexts` puts in what was loaded, in the place of the same texts in another language.
 */
export function loadedTexts<Messages>(): {
  m: TextsOf<Messages>;
  addTexts: (...loaded: object[]) => void;
} {
  const texts: Record<string, (inputs: object) => string> = {};
  const m = new Proxy({} as TextsOf<Messages>, {
    get: (_, name: string) => (inputs?: object) => {
      const text = texts[name];
      if (text === undefined) throw new Error(`the text ${name} is not loaded`);
      return text(inputs ?? {});
    },
  });
  return { m, addTexts: (...loaded) => Object.assign(texts, ...loaded) };
}
