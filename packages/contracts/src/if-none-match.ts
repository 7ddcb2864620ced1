import { Type } from './type.ts';

/** What an operation that is `conditional` takes. */
export const IfNoneMatchHeaders = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ description: 'Answer 304 without a body while the ETag is this one' }),
  ),
});
