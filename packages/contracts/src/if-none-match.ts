import { Type } from './type.ts';

/** What an operation that is `conditional` takes. */
export const IfNoneMatchHeaders = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ description: 'Respond 304 without a body if this is the ETag' }),
  ),
});
