import { addUnknown, namesOf, shownNames } from '../unknown-names.ts';

/** The query parameters that nobody knows, as a list says them; nothing when there are none. */
export function ignoredIn(query: object, schema: { properties: object }): { ignored?: string[] } {
  const ignored: string[] = [];
  addUnknown(ignored, query, { known: namesOf(schema) });
  return ignored.length === 0 ? {} : { ignored: shownNames(ignored).names };
}
