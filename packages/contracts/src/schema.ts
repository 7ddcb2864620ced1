import { Type } from './type.ts';

/** A string that is one of a few; plain `enum`, because serializers are fastest with it. */
export function StringEnum<const Values extends readonly string[]>(
  values: Values,
  options: { description?: string; examples?: string[] } = {},
) {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], ...options });
}

/**
 * What a validation error says instead of quoting a regular expression; the HTTP server reads this
 * keyword (`x-must`) when it words an error: "customer.email must be an e-mail address".
 */
export function must(sentence: string): { 'x-must': string } {
  return { 'x-must': sentence };
}

export const ErrorBody = Type.Object(
  {
    error: Type.String({ description: 'What is wrong, in a sentence' }),
    code: Type.String({ description: 'A stable code from docs/errors.md' }),
    details: Type.Array(
      Type.Object({
        path: Type.String({ description: 'Where, for example items[0].qty' }),
        message: Type.String(),
      }),
    ),
  },
  { description: 'An error' },
);
