import { isDeepStrictEqual } from 'node:util';
import type * as AjvModule from 'ajv';

/**
 * `uniqueItems` for hostile requests. Ajv's own compares objects by calling their `toString` and `valueOf`, which in JSON may be
 * anything, and throws.
 */
export function replaceUniqueItems(ajv: AjvModule.Ajv): AjvModule.Ajv {
  ajv.removeKeyword('uniqueItems');
  return ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    validate: (isWanted: boolean, items: unknown[]) => !isWanted || areUnique(items),
  });
}

function areUnique(items: readonly unknown[]): boolean {
  const objects = items.filter((item) => typeof item === 'object');
  const others = items.filter((item) => typeof item !== 'object');
  if (new Set(others).size < others.length) return false;
  return objects.every((item, index) =>
    objects.slice(0, index).every((earlier) => !isDeepStrictEqual(item, earlier)),
  );
}
