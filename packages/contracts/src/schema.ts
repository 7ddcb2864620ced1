import type { Static } from 'typebox';
import { Type } from './type.ts';

/**
 * A string enum; plain `enum`, which serializers handle fastest. It keeps the list itself, by which a
 * document knows it again whatever its description.
 */
export function StringEnum<const Values extends readonly string[]>(
  values: Values,
  options: { description?: string; examples?: string[] } = {},
) {
  return Type.Unsafe<Values[number]>({
    type: 'string',
    enum: values as unknown as string[],
    ...options,
  });
}

/**
 * What a validation error says instead of quoting a regular expression. The HTTP server uses this
 * keyword (`x-must`) to word the error: "customer.email must be a valid e-mail address".
 */
export function must(sentence: string): { 'x-must': string } {
  return { 'x-must': sentence };
}

/** What is wrong in a request: a JSON path such as `items[0].qty`, and a sentence. */
export const ErrorDetail = Type.Object({
  path: Type.String({ description: 'The place in the request, such as items[0].qty' }),
  message: Type.String(),
  reason: Type.Optional(
    Type.String({
      description: 'A word for what is wrong, by which a page says it in its language',
    }),
  ),
  values: Type.Optional(
    Type.Record(Type.String(), Type.String(), { description: 'What the sentence of it names' }),
  ),
});
export type ErrorDetail = Static<typeof ErrorDetail>;

export const ErrorBody = Type.Object(
  {
    error: Type.String({ description: 'What is wrong, as a sentence' }),
    code: Type.String({ description: 'A stable code from docs/errors.md' }),
    details: Type.Array(ErrorDetail),
  },
  { description: 'An error' },
);
